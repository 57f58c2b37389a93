const pen = (colour: string, width = 2) => `fill="none" stroke="${colour}" stroke-width="${width}"`;
const dot = (fill: string, more = '') => `<circle cx="8" cy="8" r="7" fill="${fill}" ${more}/>`;
const warn = `<path d="M8 1l7.5 14H.5z" fill="#f2b01e"/><path d="M8 6v4.5M8 12v1.6" ${pen('#222')}/>`;

// The signs that the bot uses, drawn here: not every machine has a font for them.
const drawings: Readonly<Record<string, string>> = {
  '✅': `<rect width="16" height="16" rx="3" fill="#198754"/><path d="m3.5 8.5 3 3 6-7" ${pen('#fff')}/>`,
  '⛔': `${dot('#c8203f')}<path d="M4 8h8" ${pen('#fff', 3)}/>`,
  '⏳': `${dot('#f2c14e', 'stroke="#8a6100"')}<path d="M8 3.5V8l3 2" ${pen('#4a3500')}/>`,
  '📝': `<path d="M3 1h10v14H3z" fill="#fff" stroke="#777"/><path d="M5 5h6M5 8h6M5 11h4" ${pen('#555', 1)}/>`,
  '⚠️': warn,
  '⚠': warn,
  '🔐': `<path d="M5 7V5a3 3 0 0 1 6 0v2" ${pen('#777')}/><rect x="3" y="7" width="10" height="8" fill="#e0a526"/>`,
  '🟢': dot('#25a55f'),
  '⚪': dot('#f2f2f2', 'stroke="#8a8a8a"'),
};

const imageOf = (drawing: string): string => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${drawing}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
};

export const signs: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(drawings).map(([sign, drawing]) => [sign, imageOf(drawing)]),
);
export const anySign = new RegExp(`(${Object.keys(drawings).join('|')})`, 'u');
