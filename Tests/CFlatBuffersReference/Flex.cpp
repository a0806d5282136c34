// A FlexBuffer with values of all types, in all widths that the library writes.
#include "CFlatBuffersReference.h"

#if __has_include(<flatbuffers/flexbuffers.h>)
#include <flatbuffers/flexbuffers.h>

namespace {

std::vector<uint8_t> build() {
  flexbuffers::Builder builder;
  const int16_t three[] = {-1, 300, 5};
  const double two[] = {0.5, -1e300};
  builder.Map([&]() {
    builder.Null("null");
    builder.Bool("bool", true);
    builder.Int("int", -5);
    builder.Int("long", INT64_MIN);
    builder.UInt("unsigned", UINT64_MAX);
    builder.Float("float", 0.25f);
    builder.Double("double", 0.1);
    builder.IndirectInt("indirect int", -70000);
    builder.IndirectUInt("indirect unsigned", 70000);
    builder.IndirectDouble("indirect double", 0.1);
    builder.String("string", "Gr\xC3\xBC\xC3\x9F" "e");
    const uint8_t bytes[] = {0, 255, 7};
    builder.Blob("blob", bytes, sizeof bytes);
    builder.Key("key");
    builder.Key("a key");
    builder.TypedVector("ints", [&]() { for (int i = 0; i < 5; i++) builder.Int(i * 100); });
    builder.TypedVector("unsigneds", [&]() { for (int i = 0; i < 5; i++) builder.UInt(i); });
    builder.TypedVector("doubles", [&]() { for (int i = 0; i < 5; i++) builder.Double(i / 2.0); });
    builder.TypedVector("bools", [&]() { builder.Bool(true); builder.Bool(false); });
    builder.TypedVector("keys", [&]() { builder.Key("x"); builder.Key("y"); });
    builder.FixedTypedVector("three", three, 3);
    builder.FixedTypedVector("two", two, 2);
    builder.Vector("mixed", [&]() { builder.Int(1); builder.String("two"); builder.Map([]() {}); });
  });
  builder.Finish();
  return builder.GetBuffer();
}

}  // namespace

fbr_bytes fbr_build_flexbuffer(void) {
  static const auto buffer = build();
  return {buffer.data(), buffer.size()};
}

#endif
