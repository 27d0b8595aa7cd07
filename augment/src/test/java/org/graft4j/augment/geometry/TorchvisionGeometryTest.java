package org.graft4j.augment.geometry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.graft4j.augment.GoldenTransforms;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TorchvisionGeometryTest {

  @TestFactory
  List<DynamicTest> kernel_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.of("horizontal_flip", (picture, operation) -> HorizontalFlip.flipped(picture)));
  }
}
