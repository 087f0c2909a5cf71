// Videos of other sites as CKEditor widgets. Stored: <figure data-embed="address of the page"><figcaption></figure>.
// Which addresses are videos is articles/html/embeds.py's to say; its patterns come with the configuration.
(function () {
  "use strict";

  CKEDITOR.plugins.add("portalembed", {
    requires: "widget,portalpicture",

    init(editor) {
      const { providers, words } = editor.config.portal;
      const siteOf = (address) => siteIn(providers, address);
      const put = (html) => CKEDITOR.plugins.get("portalpicture").insert(editor, html);

      editor.widgets.add("portalembed", {
        requiredContent: "figure[data-embed]",
        editables: { caption: { selector: "figcaption", allowedContent: "a[!href,title]; strong em s u sub sup small br cite code" } },
        upcast(element) {
          if (element.name !== "figure" || !element.attributes["data-embed"]) return false;
          if (!element.getFirst("figcaption")) element.add(new CKEDITOR.htmlParser.element("figcaption"));
          return true;
        },
        init() {
          this.setData("address", this.element.getAttribute("data-embed"));
          this.on("edit", (event) => {
            event.cancel();
            askFor(this);
          });
        },
        data() {
          this.element.setAttributes({ "data-embed": this.data.address, "data-site": siteOf(this.data.address) ?? "" });
        },
        downcast(element) {
          delete element.attributes["data-site"];
          const caption = element.getFirst("figcaption");
          if (caption && !caption.getHtml().replace(/<br[^>]*>|&nbsp;|\s/g, "")) caption.remove();
          return element;
        },
        insert() {
          askFor(null);
        },
      });
      editor.ui.addButton("PortalEmbed", {
        label: words.embed, command: "portalembed", toolbar: "insert", icon: `${this.path}icon.svg`,
      });

      // An address pasted alone, or the code that video sites offer for embedding.
      editor.on("paste", (event) => {
        const text = event.data.dataTransfer.getData("text/plain").trim();
        const address = /^<iframe\s(?:[^>]*\s)?src="([^"]+)"/i.exec(text)?.[1] ?? text;
        if (/\s/.test(address) || !siteOf(address)) return;
        event.cancel();
        put(figure(address));
      }, null, null, 2); // before addresses become links and code becomes text

      function askFor(widget) {
        const done = (address) => {
          if (address && widget) widget.setData("address", address);
          else if (address) put(figure(address));
          else editor.focus();
        };
        const before = widget?.data.address ?? "";
        document.dispatchEvent(new CustomEvent("portal:embed", { detail: { before, siteOf, done } }));
      }
    },
  });

  // The name of the site whose video this is, or undefined.
  function siteIn(providers, address) {
    const match = /^(?:https?:)?\/\/([a-z0-9.-]+)(\/[^\s\\]*)$/i.exec(address);
    if (!match) return undefined;
    const host = match[1].toLowerCase();
    const url = new URL(match[2], "https://host/");
    return providers.find((provider) => provider.places.some((place) => isAt(place, host, url)))?.name;
  }

  function isAt({ hosts, path, parameters }, host, url) {
    if (!hosts.includes(host) || !fits(path, url.pathname)) return false;
    return Object.entries(parameters).every(([name, pattern]) =>
      pattern.startsWith("?") || fits(pattern, url.searchParams.get(name) ?? ""));
  }

  function fits(pattern, text) {
    return new RegExp(`^(?:${pattern})$`).test(text);
  }

  function figure(address) {
    const figure = document.createElement("figure");
    figure.dataset.embed = address;
    return figure.outerHTML;
  }
})();
