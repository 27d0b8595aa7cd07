package org.graft4j.augment.colour;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.graft4j.augment.GoldenTransforms;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TorchvisionColourTest {

  @TestFactory
  List<DynamicTest> kernel_onGoldenPicture_equalsTorchvision() throws IOException {
    return GoldenTransforms.equal(
        Map.of(
            "adjust_brightness",
            (picture, op) ->
                ColourKernels.brightness(picture, op.at("/params/brightness_factor").doubleValue()),
            "adjust_contrast",
            (picture, op) ->
                ColourKernels.contrast(picture, op.at("/params/contrast_factor").doubleValue()),
            "adjust_saturation",
            (picture, op) ->
                ColourKernels.saturation(
                    picture, op.at("/params/saturation_factor").doubleValue())));
  }
}
