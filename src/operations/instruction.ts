/** A property that orders something and reads back as null whatever was sent (documented for lists, assumed for files). */
export const isInstruction = (property: string): boolean => /^(Added|Removed|New|Clear)[A-Z]/.test(property);
