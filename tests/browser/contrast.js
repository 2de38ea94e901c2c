// Which texts of this page were not looked at yet. What axe says of a text's contrast follows from how it and all it
// lies in are drawn; so texts drawn alike, in alike surroundings, share a sign, and `few` of each are enough.
((few) => {
  const DRAWN = [
    "color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight", "position", "zIndex", "filter",
    "mixBlendMode", "textShadow", "overflow", "transform", "clipPath", "webkitTextStrokeWidth",
  ];
  // A form with a field of that name has another `children`.
  const children = Object.getOwnPropertyDescriptor(Element.prototype, "children").get;
  const hash = (text, seed) => {
    let [a, b] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
    for (let n = 0; n < text.length; n++) {
      a = Math.imul(a ^ text.charCodeAt(n), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(n), 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0);
  };
  const speaks = (element) =>
    element.matches("input, select, textarea, option, progress, meter") ||
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const signed = new Map(); // sign -> the texts that bear it
  const read = (element, above) => {
    const style = getComputedStyle(element);
    const own = `${element.tagName} ${element.getAttribute("class")} ${DRAWN.map((name) => style[name]).join("|")}`;
    const sign = hash(own, above);
    if (speaks(element) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
      if (!signed.has(sign)) signed.set(sign, []);
      if (signed.get(sign).length < few) signed.get(sign).push(element);
    }
    // The seed of those within has 32 bits only: both halves of the sign go into it.
    const within = (sign % 4294967296) ^ Math.floor(sign / 4294967296);
    for (const child of children.call(element)) read(child, within);
  };
  return {
    signs() {
      signed.clear();
      read(document.documentElement, innerWidth);
      return [...signed.keys()];
    },
    // axe on the whole page, its rule of contrast on the texts of these signs alone. Gives what is wrong, and the signs
    // of which axe could not tell.
    async look(signs) {
      const mark = "data-not-looked-at-yet";
      for (const sign of signs) for (const text of signed.get(sign)) text.setAttribute(mark, "");
      axe.configure({ rules: [{ id: "color-contrast", selector: `[${mark}]` }] });
      const { violations, incomplete } = await axe.run({
        resultTypes: ["violations", "incomplete"],
        elementRef: true,
      });
      for (const text of document.querySelectorAll(`[${mark}]`)) text.removeAttribute(mark);
      const unclear = new Set(
        incomplete.filter((one) => one.id === "color-contrast").flatMap((one) => one.nodes.map((node) => node.element)),
      );
      return {
        wrong: violations.map((one) => [one.id, one.nodes.map((node) => node.html)]),
        open: signs.filter((sign) => signed.get(sign).some((text) => unclear.has(text))),
      };
    },
  };
})
