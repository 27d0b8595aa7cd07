package org.graft4j.zoo;

import java.util.List;

/** Table 1 of the VGG paper (arXiv:1409.1556): convolutions of each block; norms if any. */
record VggShape(List<Integer> convolutions, boolean norms) {

  static VggShape of(String architecture) {
    List<Integer> convolutions =
        switch (architecture.replace("_bn", "")) {
          case "vgg11" -> List.of(1, 1, 2, 2, 2);
          case "vgg13" -> List.of(2, 2, 2, 2, 2);
          case "vgg16" -> List.of(2, 2, 3, 3, 3);
          case "vgg19" -> List.of(2, 2, 4, 4, 4);
          default -> throw new AssertionError(architecture);
        };
    return new VggShape(convolutions, architecture.endsWith("_bn"));
  }
}
