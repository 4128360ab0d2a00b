export { LeaseKeeper } from './lease-keeper.js';
