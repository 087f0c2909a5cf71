// A sentence of the text, shown a second time in large: <aside class="pull"><p>…</p><cite>…</cite></aside>.
// The button puts the paragraphs of the selection into one, or takes them out again.
(function () {
  "use strict";

  CKEDITOR.plugins.add("portalpull", {
    init(editor) {
      const asideIn = (path) => path.contains((element) => element.is("aside"));

      editor.addCommand("portalpull", {
        allowedContent: "aside(!pull)",
        requiredContent: "aside(pull)",
        contextSensitive: true,
        refresh(editor, path) {
          const isOpen = Boolean(asideIn(path));
          const mayOpen = path.block?.is("p") && path.blockLimit.equals(path.root);
          this.setState(isOpen ? CKEDITOR.TRISTATE_ON : mayOpen ? CKEDITOR.TRISTATE_OFF : CKEDITOR.TRISTATE_DISABLED);
        },
        exec(editor) {
          const selection = editor.getSelection();
          const bookmarks = selection.createBookmarks(true);
          const aside = asideIn(editor.elementPath());
          if (aside) takeOut(aside);
          else putIn(selection.getRanges()[0]);
          selection.selectBookmarks(bookmarks);
        },
      });
      editor.ui.addButton("PortalPull", {
        label: editor.config.portal.words.pull, command: "portalpull", toolbar: "blocks", icon: `${this.path}icon.svg`,
      });

      function putIn(range) {
        const blocks = [];
        const iterator = range.createIterator();
        for (let block = iterator.getNextParagraph("p"); block; block = iterator.getNextParagraph("p")) {
          if (block.is("p") && block.getParent().equals(editor.editable())) blocks.push(block);
        }
        if (!blocks.length) return;
        const aside = new CKEDITOR.dom.element("aside", editor.document);
        aside.addClass("pull");
        aside.insertBefore(blocks[0]);
        for (const block of blocks) aside.append(block);
        keepWayOut(aside);
      }

      // There is always a paragraph to go on in: Enter makes more of the same inside.
      function keepWayOut(aside) {
        if (aside.getNext((node) => node.type === CKEDITOR.NODE_ELEMENT)) return;
        const paragraph = new CKEDITOR.dom.element("p", editor.document);
        paragraph.appendBogus();
        paragraph.insertAfter(aside);
      }

      function takeOut(aside) {
        for (const cite of aside.find("cite").toArray()) {
          if (cite.getParent().equals(aside)) cite.renameNode("p");
        }
        aside.remove(true);
      }
    },
  });
})();
