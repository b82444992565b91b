# One image for the bot and the worker. This file was written on a machine without a Docker engine: its npm steps
# were run outside Docker, the image itself was not built there. See docs/operations.md.

FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Without scripts: `prepare` would build, and the sources are not here yet.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY adapters ./adapters
COPY jobs ./jobs
COPY config ./config
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./package.json
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
# An unprivileged user that the image brings along. The service writes nothing into the image.
USER node
EXPOSE 3000
# Whether the process lives, not whether the store answers: that is /readyz.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between, so that SIGTERM reaches the service. Run it with an init process (`docker run
# --init`; docker-compose.yml sets it), so that a signal during the first second is obeyed too.
ENTRYPOINT ["node", "dist/config/cli.js"]
CMD ["start"]
