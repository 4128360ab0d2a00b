export { formatFileSize } from '#libs/files';
