// What is pasted from outside is cleaned by the server, with the policy that will judge the saved text: writers see at
// once what is kept, and CKEditor never parses a foreign clipboard. What was taken out, and what becomes of pictures
// that lie on other sites, is shown by the page (js/admin/paste_report.js), which is told by the event "portal:pasted".
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

      async function prepare(original, text) {
        // Pictures within the text itself are heavy, and the policy would drop them anyway.
        const leftOut = original.match(EMBEDDED)?.length ?? 0;
        try {
          const data = new FormData();
          data.append("html", original.replace(EMBEDDED, ""));
          data.append("left_out", leftOut);
          data.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
          const answer = await fetch(clean, { method: "POST", body: data });
          if (!answer.ok) throw new Error(answer.status);
          const { html, removed, pictures } = await answer.json();
          editor.insertHtml(withoutLoneParagraph(html));
          document.dispatchEvent(new CustomEvent("portal:pasted", { detail: { editor, original, removed, pictures } }));
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
