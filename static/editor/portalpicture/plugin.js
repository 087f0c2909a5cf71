// Pictures of the library as CKEditor widgets. Stored: <figure class><img data-picture alt><figcaption></figure>.
// The dialog belongs to the page (js/admin/editor.js): it is asked by the event "portal:picture".
(function () {
  "use strict";

  const PLACES = ["align-left", "align-center", "align-right", "bleed"];

  CKEDITOR.plugins.add("portalpicture", {
    requires: "widget",
    insert,

    init(editor) {
      const { show, words } = editor.config.portal;
      const addressOf = (id) => show.replace("/0/", `/${id}/`);
      const elsewhere = `${this.path}remote.svg`;

      editor.widgets.add("portalpicture", {
        requiredContent: "figure",
        editables: { caption: { selector: "figcaption", allowedContent: "a[!href,title]; strong em s u sub sup small br cite code" } },
        upcast(element) {
          if (element.name !== "figure" || element.attributes["data-embed"]) return false;
          const image = imageIn(element);
          if (!image) return false;
          if (!element.getFirst("figcaption")) element.add(new CKEDITOR.htmlParser.element("figcaption"));
          return true;
        },
        init() {
          const image = this.element.findOne("img");
          this.setData({
            id: image.getAttribute("data-picture"),
            alt: image.getAttribute("alt"), // null: nobody has decided yet
            align: PLACES.filter((name) => this.element.hasClass(name)).join(" "),
          });
          this.on("edit", (event) => {
            event.cancel();
            askFor(this);
          });
        },
        data() {
          const { id, alt, align } = this.data;
          const image = this.element.findOne("img");
          if (id) image.setAttributes({ "data-picture": id, src: addressOf(id) });
          if (alt === null) image.removeAttribute("alt");
          else image.setAttribute("alt", alt);
          const places = align.split(" ");
          for (const name of PLACES) this.element[places.includes(name) ? "addClass" : "removeClass"](name);
        },
        downcast(element) {
          const caption = element.getFirst("figcaption");
          if (caption && !caption.getHtml().replace(/<br[^>]*>|&nbsp;|\s/g, "")) caption.remove();
          return element;
        },
        insert() {
          askFor(null);
        },
      });
      editor.ui.addButton("PortalPicture", {
        label: words.picture, command: "portalpicture", toolbar: "insert", icon: `${this.path}icon.svg`,
      });

      // Wherever a picture of ours stands, in a sentence or in a cell, the editor finds its file and the text does not
      // keep it. Before the content filter (priority 6), which drops an image without an address.
      editor.on("toHtml", (event) => {
        event.data.dataValue.forEach(({ name, attributes }) => {
          if (name !== "img") return;
          const id = attributes["data-picture"];
          if (id) attributes.src = attributes["data-cke-saved-src"] = addressOf(id);
          // Of other sites nothing is loaded; the text keeps the address until the picture is copied.
          else if (/^(?:https?:)?\/\//.test(attributes["data-cke-saved-src"])) attributes.src = elsewhere;
        }, CKEDITOR.NODE_ELEMENT, true);
      }, null, null, 5);
      editor.dataProcessor.htmlFilter.addRules({ elements: { img(element) {
        if (!element.attributes["data-picture"]) return;
        for (const name of ["src", "data-cke-saved-src", "width", "height"]) delete element.attributes[name];
      } } }, { priority: 20, applyToAll: true }); // in widgets, too

      takeFiles(editor);

      function askFor(widget, file) {
        const caption = widget?.editables.caption;
        const before = widget && {
          id: widget.data.id, url: widget.element.findOne("img").getAttribute("src"),
          alt: widget.data.alt, caption: caption.getText().trim(), align: widget.data.align.split(" ")[0],
        };
        return new Promise((resolve) => {
          const done = (picture) => {
            if (picture && widget) change(widget, before, picture);
            else if (picture) insert(editor, figure(picture));
            else editor.focus();
            resolve(picture);
          };
          document.dispatchEvent(new CustomEvent("portal:picture", { detail: { before, file, done, library: editor.config.portal.library } }));
        });
      }

      function change(widget, before, { id, alt, caption, align }) {
        editor.fire("saveSnapshot");
        widget.setData({ id, alt, align });
        if (caption !== before.caption) widget.editables.caption.setText(caption);
        widget.focus();
        editor.fire("saveSnapshot");
      }

      // Files that were pasted or dropped, one after the other: each is described before it is uploaded.
      function takeFiles(editor) {
        editor.on("paste", (event) => {
          const { dataTransfer, dataValue } = event.data;
          const files = Array.from({ length: dataTransfer.getFilesCount() }, (_, n) => dataTransfer.getFile(n));
          const pictures = files.filter((file) => file.type.startsWith("image/"));
          if (!pictures.length || !isOnlyPictures(dataValue)) return;
          event.cancel();
          pictures.reduce((queue, file) => queue.then(() => askFor(null, file)), Promise.resolve());
        }, null, null, 0); // before CKEditor says that it takes no files
      }
    },
  });

  // Put a figure where the cursor is, never into the caption of another, and let the writer go on behind it.
  function insert(editor, html) {
    editor.focus();
    if (!editor.getSelection()?.getRanges().length) goToEnd(editor);
    const holder = editor.widgets.focused ?? editor.widgets.widgetHoldingFocusedEditable;
    if (holder) goBehind(editor, holder.wrapper);
    const known = new Set(Object.keys(editor.widgets.instances));
    editor.insertHtml(html);
    const added = Object.values(editor.widgets.instances).find((widget) => !known.has(String(widget.id)));
    if (added) goBehind(editor, added.wrapper);
  }

  function goToEnd(editor) {
    const range = editor.createRange();
    range.moveToElementEditEnd(editor.editable());
    range.select();
  }

  function goBehind(editor, wrapper) {
    const range = editor.createRange();
    const next = wrapper.getNext((node) => node.type === CKEDITOR.NODE_ELEMENT);
    if (next?.is("p")) {
      range.moveToElementEditStart(next);
    } else {
      const paragraph = new CKEDITOR.dom.element("p", editor.document);
      paragraph.appendBogus();
      paragraph.insertAfter(wrapper);
      range.moveToElementEditStart(paragraph);
    }
    range.select();
  }

  // Of a copied picture browsers bring the file and an <img>; of a copied text only the text is meant.
  function isOnlyPictures(html) {
    return !new DOMParser().parseFromString(html || "", "text/html").body.textContent.trim();
  }

  function imageIn(element) {
    return element.find((child) => child.name === "img", true)[0];
  }

  function figure({ id, alt, caption, align }) {
    const figure = document.createElement("figure");
    const image = document.createElement("img");
    const legend = document.createElement("figcaption");
    if (align) figure.className = align;
    image.dataset.picture = id;
    image.alt = alt;
    legend.textContent = caption;
    figure.append(image, legend);
    return figure.outerHTML;
  }
})();
