package dev.workerpool.local;

import java.util.Map;

/**
 * {@code $(VAR)} in commands, arguments and values, as the kubelet expands it (k8s.io/kubernetes
 * third_party/forked/golang/expansion): a variable that isn't there is left as written, {@code $$}
 * is one dollar sign. Pure.
 */
final class Expansion {
  private Expansion() {}

  static String of(String text, Map<String, String> variables) {
    var out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      int end = next == '(' ? text.indexOf(')', i + 2) : -1;
      if (c == '$' && next == '$') {
        out.append('$');
        i += 2;
      } else if (c == '$' && end >= 0) {
        String name = text.substring(i + 2, end);
        out.append(variables.getOrDefault(name, text.substring(i, end + 1)));
        i = end + 1;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }
}
