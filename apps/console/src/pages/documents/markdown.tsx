import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { visibleText } from '../../ui/foreign.js';
import { withSections } from './parse-files.js';

/**
 * A document as a page. HTML in it stays text, and links and images of the database lead nowhere.
 */
export default function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown" dir="auto">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        disallowedElements={['a', 'img']}
        unwrapDisallowed
        urlTransform={() => ''}
      >
        {visibleText(withSections(text))}
      </ReactMarkdown>
    </div>
  );
}
