# One image, three commands (docker-compose.yml): api, worker, migrate. Needs BuildKit, the default of Docker since 23.
# A digest pins it: --build-arg NODE_IMAGE=node:24-bookworm-slim@sha256:… (docs/kubernetes.md).
ARG NODE_IMAGE=node:24-bookworm-slim
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/compile.mjs scripts/build-console.mjs scripts/run-command.mjs scripts/
COPY apps apps
COPY clients clients
COPY libs libs
COPY migrations migrations
RUN node scripts/compile.mjs && chmod +x dist/apps/cli/src/main.js
# The web console: static files, which the api serves.
RUN node scripts/build-console.mjs

# The optional packages are the embedded databases and speed-ups: a container is given its services.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional
COPY scripts/prune-modules.mjs scripts/
RUN node scripts/prune-modules.mjs node_modules

FROM ${NODE_IMAGE}
ENV NODE_ENV=production PORT=8084 DATA_DIRECTORY=/data
WORKDIR /app
# The volume starts as a copy of this folder: its owner, and a place for lists of tables.
RUN mkdir -p /data/tables && chown -R node:node /data && ln -s /app/dist/apps/cli/src/main.js /usr/local/bin/data-pipeline
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
USER node
VOLUME /data
EXPOSE 8084
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]
