"use strict";
// Words selected in the text become two numbers in the form: code points from the start, which is how the server counts.
{
  const text = document.getElementById("text");
  const form = document.getElementById("work");
  const selected = document.getElementById("selected");
  const [start, end] = [form.elements.start, form.elements.end];
  const edges = text.dataset.sentences.split(" ").map(Number);
  const SHOWN = 300;

  const points = (string) => [...string].length; // a string counts in UTF-16, its iterator in code points
  const textNodes = (root) => document.createTreeWalker(root, NodeFilter.SHOW_TEXT);

  // The position of a boundary in a text node; long pieces consist of several of them.
  function position(node, offset) {
    const piece = node.parentElement.closest("[data-start]");
    const walker = textNodes(piece);
    let before = Number(piece.dataset.start);
    while (walker.nextNode() !== node) before += points(walker.currentNode.data);
    return before + points(node.data.slice(0, offset));
  }

  // The same for any boundary: one between elements is that of the text after it.
  function counted(container, offset) {
    if (container.nodeType === Node.TEXT_NODE) return position(container, offset);
    const boundary = document.createRange();
    boundary.setStart(container, offset);
    const walker = textNodes(text);
    let last = null;
    while (walker.nextNode()) {
      last = walker.currentNode;
      if (boundary.comparePoint(last, 0) >= 0) return position(last, 0);
    }
    return last ? position(last, last.length) : 0;
  }

  // What of the selection lies in the text, or null.
  function chosen() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    if (!range.intersectsNode(text)) return null;
    if (!text.contains(range.startContainer)) range.setStart(text, 0);
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    return range.collapsed ? null : range;
  }

  function take() {
    const range = chosen();
    if (!range) return; // a click into the form takes the selection away, but not what was selected
    start.value = counted(range.startContainer, range.startOffset);
    end.value = counted(range.endContainer, range.endOffset);
    form.elements.quote.value = "";
    const words = range.toString();
    selected.textContent = `“${words.length > SHOWN ? words.slice(0, SHOWN) + "…" : words}” (${start.value}–${end.value})`;
  }

  // The text node and offset of a position.
  function boundary(at) {
    const walker = textNodes(text);
    let node = null;
    while (walker.nextNode()) {
      node = walker.currentNode;
      const within = at - position(node, 0);
      if (within <= points(node.data)) return [node, [...node.data].slice(0, within).join("").length];
    }
    return [node, node.length];
  }

  function select(from, to) {
    document.getSelection().setBaseAndExtent(...boundary(from), ...boundary(to));
    take();
  }

  // The whole sentences that lie between two positions.
  function selectSentences(from, to) {
    let [begin, stop] = [from, to];
    for (let index = 0; index < edges.length; index += 2) {
      if (edges[index] < to && edges[index + 1] > from) {
        begin = Math.min(begin, edges[index]);
        stop = Math.max(stop, edges[index + 1]);
      }
    }
    select(begin, stop);
  }

  document.addEventListener("selectionchange", take);
  text.addEventListener("click", (event) => {
    const selection = document.getSelection();
    const inside = selection.rangeCount && text.contains(selection.anchorNode);
    if (event.detail !== 1 || !inside || !selection.isCollapsed) return;
    const at = counted(selection.anchorNode, selection.anchorOffset);
    selectSentences(at, at + 1);
  });
  text.addEventListener("keydown", (event) => {
    const range = chosen();
    const piece = event.target.closest("[data-start]");
    if (event.key !== "Enter" || !(piece || range)) return;
    event.preventDefault();
    if (range && range.intersectsNode(event.target)) return form.querySelector("[value=claim]")?.click();
    const from = Number(piece.dataset.start);
    return selectSentences(from, from + points(piece.textContent));
  });
  const whole = document.getElementById("sentences");
  if (whole) {
    whole.hidden = false;
    whole.addEventListener("click", () => start.value && end.value && selectSentences(+start.value, +end.value));
  }
  // Enter in a field means the button beside it, not the first of the form.
  form.addEventListener("keydown", (event) => {
    const button = event.target.tagName === "INPUT" && event.target.closest(".reading-do")?.querySelector("[name=do]");
    if (event.key !== "Enter" || !button) return;
    event.preventDefault();
    button.click();
  });
  if (start.value && end.value) select(+start.value, +end.value);
}
