# The digests are those that docker-library/repo-info lists; Renovate keeps them fresh.
# Nothing in it belongs to one processor: the SQLite driver comes with the builds for all of them.
FROM --platform=$BUILDPLATFORM node:24-trixie-slim@sha256:50c3b2f6988dfc307b86e5301d69611af31f4789bdf232863b07d3b02fe55ae0 AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts/build.mjs scripts/
COPY src src/
# Its `prepare` builds dist. What builds is not needed to run.
RUN npm ci --omit=dev --no-audit --no-fund \
 && rm -r node_modules/esbuild node_modules/@esbuild

FROM node:24-trixie-slim@sha256:50c3b2f6988dfc307b86e5301d69611af31f4789bdf232863b07d3b02fe55ae0
ENV NODE_ENV=production
WORKDIR /app
# The one folder that is written to: the database. A new volume takes its owner and mode.
RUN install --directory --owner=node --group=node --mode=700 data
COPY package.json LICENSE ./
COPY --from=build /app/node_modules node_modules/
COPY --from=build /app/dist dist/
USER node
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself gets the signals: npm would not pass them on.
CMD ["node", "dist/main.js"]
