/** Renders a description from the OpenAPI document: paragraphs, with `code` and **strong** words. */
export function Prose(props: { text: string }) {
  return (
    <>
      {props.text.split(/\n{2,}/).map((paragraph) => (
        <p className="prose" key={paragraph}>
          <InlineProse text={paragraph} />
        </p>
      ))}
    </>
  );
}

/** Renders one paragraph of a description, with `code` and **strong** words. */
export function InlineProse(props: { text: string }) {
  return (
    <>
      {props.text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((piece, index) => {
        if (index % 2 === 0) return piece;
        return piece.startsWith('`') ? (
          <code className="mono" key={index}>
            {piece.slice(1, -1)}
          </code>
        ) : (
          <strong key={index}>{piece.slice(2, -2)}</strong>
        );
      })}
    </>
  );
}
