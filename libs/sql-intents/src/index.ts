export { describeStatement, type Described, type DescribeOptions, type NotDescribed } from './describe-statement.js';
