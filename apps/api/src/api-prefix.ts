/** Of all routes but those for monitoring and those with a prefix of their own; see `prefixRoutes`. */
export const API_PREFIX = 'api/v0/data_pipeline';
