import { useEffect, useState } from 'react';
import { useTexts } from '../../texts.ts';

/**
 * Preview of a logo file as it will be stored: scaled to fit 400×272, on a transparent ground. The file is not sent.
 */
export function LogoPreview({ file }: { readonly file: File }) {
  const { t } = useTexts();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return (
    <figure className="logo">
      <img src={url} alt={t('registry:logo.next', { file: file.name })} width={400} height={272} />
      <figcaption>{t('registry:logo.preview')}</figcaption>
    </figure>
  );
}
