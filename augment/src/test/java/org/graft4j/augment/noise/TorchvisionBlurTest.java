package org.graft4j.augment.noise;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.graft4j.augment.GoldenTransforms;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TorchvisionBlurTest {

  @TestFactory
  List<DynamicTest> blur_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.of(
            "gaussian_blur",
            (picture, op) -> BlurKernel.blurred(picture, bell(op, 0), bell(op, 1))));
  }

  private static float[] bell(JsonNode op, int axis) {
    return BlurKernel.bell(
        op.at("/params/kernel_size/" + axis).intValue(),
        op.at("/params/sigma/" + axis).doubleValue());
  }
}
