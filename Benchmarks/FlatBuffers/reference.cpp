// The C++ side: the same values, built, verified and read with the FlatBuffers library and flatc's code.
#include <cstring>
#include <string>
#include <vector>

#include "benchmark_generated.h"

using namespace benchmark;

namespace {

struct FooBarValues {
  Bar sibling;
  std::string name;
  double rating;
  uint8_t postfix;
};

struct ContainerValues {
  std::vector<FooBarValues> list;
  bool initialized;
  Fruit fruit;
  std::string location;
};

struct UserValues {
  uint64_t id;
  std::string name;
  int64_t created;
  double balance;
  uint16_t age;
  uint32_t flags;
  bool active;
  std::vector<uint32_t> scores;
};

flatbuffers::FlatBufferBuilder builder(1024);
std::vector<ContainerValues> containers;
std::vector<UserValues> users;

uint64_t bits(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

uint64_t bits(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

uint64_t sum(const flatbuffers::String *text) {
  return text ? text->size() + static_cast<uint8_t>(text->c_str()[0]) : 0;
}

uint64_t sum(const Bar *bar) {
  const Foo &foo = bar->parent();
  return foo.id() + static_cast<uint64_t>(foo.count()) + static_cast<uint64_t>(foo.prefix()) + foo.length() +
         static_cast<uint64_t>(bar->time()) + bits(bar->ratio()) + bar->size();
}

uint64_t sum(const FooBarContainer *container) {
  uint64_t total = container->initialized() + static_cast<uint64_t>(container->fruit()) + sum(container->location());
  if (auto list = container->list()) {
    for (auto element : *list) {
      total += sum(element->name()) + bits(element->rating()) + element->postfix();
      if (auto sibling = element->sibling()) total += sum(sibling);
    }
  }
  return total;
}

uint64_t sum(const User *user) {
  uint64_t total = user->id() + sum(user->name()) + static_cast<uint64_t>(user->created()) + bits(user->balance()) +
                   user->age() + user->flags() + user->active();
  if (auto scores = user->scores()) {
    for (auto score : *scores) total += score;
  }
  return total;
}

void build(const ContainerValues &values) {
  builder.Clear();
  auto location = builder.CreateString(values.location);
  flatbuffers::Offset<FooBar> list[3];
  size_t count = 0;
  for (auto &element : values.list) {
    auto name = builder.CreateString(element.name);
    list[count++] = CreateFooBar(builder, &element.sibling, name, element.rating, element.postfix);
  }
  auto vector = builder.CreateVector(list, count);
  builder.Finish(CreateFooBarContainer(builder, vector, values.initialized, values.fruit, location));
}

void build(const UserValues &values) {
  builder.Clear();
  auto name = builder.CreateString(values.name);
  auto scores = builder.CreateVector(values.scores);
  builder.Finish(CreateUser(
      builder, values.id, name, values.created, values.balance, values.age, values.flags, values.active, scores));
}

template <typename Values>
uint64_t build_all(const std::vector<Values> &records) {
  uint64_t total = 0;
  for (auto &values : records) {
    build(values);
    total += builder.GetSize();
  }
  return total;
}

template <typename Values>
size_t copy_record(const Values &values, uint8_t *bytes, size_t capacity) {
  build(values);
  if (builder.GetSize() <= capacity) std::memcpy(bytes, builder.GetBufferPointer(), builder.GetSize());
  return builder.GetSize();
}

template <typename Record>
uint64_t traverse_all(const uint8_t *const *records, size_t count) {
  uint64_t total = 0;
  for (size_t i = 0; i < count; i++) total += sum(flatbuffers::GetRoot<Record>(records[i]));
  return total;
}

template <typename Record>
uint64_t verify_all(const uint8_t *const *records, const size_t *sizes, size_t count) {
  uint64_t valid = 0;
  for (size_t i = 0; i < count; i++) {
    flatbuffers::Verifier verifier(records[i], sizes[i]);
    valid += verifier.VerifyBuffer<Record>(nullptr);
  }
  return valid;
}

}  // namespace

extern "C" {

void container_prepare(size_t count) {
  for (size_t i = 0; i < count; i++) {
    ContainerValues values;
    for (size_t n = 0; n < 3; n++) {
      auto k = static_cast<uint32_t>(i * 3 + n);
      values.list.push_back({
          Bar(Foo(0xABADCAFEABADCAFE + k, static_cast<int16_t>(10000 + k), '@', 1000000 + k),
              static_cast<int32_t>(123456 + k), 3.14159f + static_cast<float>(k), static_cast<uint16_t>(10000 + k)),
          "Item " + std::to_string(1000000 + k), 3.1415432432445543543 + k, '!'});
    }
    values.initialized = true;
    values.fruit = Fruit_pears;
    values.location = "https://fruit.example/" + std::to_string(10000000 + i);
    containers.push_back(values);
  }
}
uint64_t container_build() { return build_all(containers); }
size_t container_record(size_t index, uint8_t *bytes, size_t capacity) {
  return copy_record(containers[index], bytes, capacity);
}
uint64_t container_traverse(const uint8_t *const *records, const size_t *, size_t count) {
  return traverse_all<FooBarContainer>(records, count);
}
uint64_t container_verify(const uint8_t *const *records, const size_t *sizes, size_t count) {
  return verify_all<FooBarContainer>(records, sizes, count);
}

void user_prepare(size_t count) {
  for (size_t i = 0; i < count; i++) {
    auto k = static_cast<uint32_t>(i);
    users.push_back({1000000000 + i, "User number " + std::to_string(1000000 + i),
                     static_cast<int64_t>(1700000000000 + i), 1234.5 + static_cast<double>(k),
                     static_cast<uint16_t>(20 + k % 50), 0x1010 + k, true,
                     {k + 1, k + 2, k + 3, k + 4, k + 5, k + 6, k + 7, k + 8, k + 9}});
  }
}
uint64_t user_build() { return build_all(users); }
size_t user_record(size_t index, uint8_t *bytes, size_t capacity) { return copy_record(users[index], bytes, capacity); }
uint64_t user_traverse(const uint8_t *const *records, const size_t *, size_t count) {
  return traverse_all<User>(records, count);
}
uint64_t user_verify(const uint8_t *const *records, const size_t *sizes, size_t count) {
  return verify_all<User>(records, sizes, count);
}
}
