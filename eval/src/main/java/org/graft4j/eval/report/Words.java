package org.graft4j.eval.report;

import java.util.OptionalDouble;

/** A short text of the report in both of its forms, HTML and Markdown. Confined to one thread. */
final class Words {
  private final StringBuilder html = new StringBuilder();
  private final StringBuilder markdown = new StringBuilder();

  private Words() {}

  static Words of(String text) {
    return new Words().text(text);
  }

  /** A text that may come from anyone and be written in any direction: a class, a file. */
  static Words named(String name) {
    return new Words().name(name);
  }

  static Words count(long count) {
    return of(Long.toString(count));
  }

  /** With three decimals, or said to be undefined. */
  static Words number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : undefined();
  }

  static Words number(double value) {
    return of(Html.format("%.3f", value));
  }

  static Words percent(double share) {
    return of(Html.percent(share));
  }

  static Words undefined() {
    Words words = new Words();
    words.html.append("<span title=\"undefined\">&ndash;</span>");
    words.markdown.append("undefined");
    return words;
  }

  /** A drawing, which Markdown goes without. */
  static Words drawing(String svg) {
    Words words = new Words();
    words.html.append(svg);
    return words;
  }

  Words text(String text) {
    html.append(Html.escape(text));
    markdown.append(Markdown.escape(text));
    return this;
  }

  Words name(String name) {
    html.append("<bdi>").append(Html.escape(name)).append("</bdi>");
    markdown.append(Markdown.escape(name));
    return this;
  }

  Words strong(String text) {
    html.append("<b>").append(Html.escape(text)).append("</b>");
    markdown.append("**").append(Markdown.escape(text)).append("**");
    return this;
  }

  String html() {
    return html.toString();
  }

  String markdown() {
    return markdown.toString();
  }
}
