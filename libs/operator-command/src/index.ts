export { operatorCommand } from './operator-command.js';
