// What is pasted from outside is cleaned by the server, with the policy that will judge the saved text: writers see at
// once what is kept, and CKEditor never parses a foreign clipboard.
(function () {
  "use strict";

  const EMBEDDED = /<img[^>]*\ssrc="(?:data|file|blob|cid):[^>]*>/gi;

  CKEDITOR.plugins.add("portalpaste", {
    requires: "clipboard",

    init(editor) {
      const { clean, words } = editor.config.portal;

      editor.on("paste", (event) => {
        const { dataTransfer, dataValue, type } = event.data;
        const isOurs = dataTransfer.getTransferType(editor) !== CKEDITOR.DATA_TRANSFER_EXTERNAL;
        if (isOurs || type === "text") return;
        // The clipboard as it came; CKEditor has already left out what it does not know.
        const html = dataTransfer.getData("text/html", true) || dataValue;
        if (!/<\w/.test(html)) return;
        event.cancel();
        prepare(html, dataTransfer.getData("text/plain"));
      }, null, null, 3); // after files and addresses have been looked for

      async function prepare(html, text) {
        const kept = html.replace(EMBEDDED, "");
        if (kept !== html) editor.showNotification(words.lost, "warning");
        try {
          const data = new FormData();
          data.append("html", kept);
          data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
          const answer = await fetch(clean, { method: "POST", body: data });
          if (!answer.ok) throw new Error(answer.status);
          editor.insertHtml(withoutLoneParagraph((await answer.json()).html));
        } catch {
          editor.showNotification(words.unclean, "warning");
          if (text) editor.insertText(text);
        }
      }
    },
  });

  // A few words copied from a sentence go into the sentence, not into a paragraph of their own.
  function withoutLoneParagraph(html) {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const [only] = body.children;
    return body.children.length === 1 && only.localName === "p" && !only.className ? only.innerHTML : html;
  }
})();
