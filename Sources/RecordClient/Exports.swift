// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import protocol FlatBuffersRuntime.FlatTable
@_exported public import struct FlatBuffersRuntime.RecordBuffer
@_exported public import struct RecordStore.AnyTable
@_exported public import struct RecordStore.CursorToken
@_exported public import struct RecordStore.Index
@_exported public import enum RecordStore.KeyOrder
@_exported public import struct RecordStore.KeyRange
@_exported public import protocol RecordStore.KeyRangeExpression
@_exported public import class RecordStore.Store
@_exported public import protocol RecordStore.StoreKey
@_exported public import struct RecordStore.Table
@_exported public import struct WAMPClient.EventBuffering
@_exported public import class WAMPClient.WAMPSession

// What the types above hand out.
@_exported public import struct FlatBuffersReflection.EvolutionFinding
@_exported public import struct LMDB.LMDBError
@_exported public import struct Logging.Logger
@_exported public import protocol NIOCore.EventLoopGroup
@_exported public import struct SharedBytes.SharedBytes
@_exported public import struct WAMPAuthentication.ClientAuthentication
@_exported public import struct WAMPTransport.RouterAddress

// What is thrown.
@_exported public import struct RecordStore.StoreError
@_exported public import struct WAMP.WAMPError

// How the text of records is compared.
@_exported public import func FlatBuffersRuntime::!=
@_exported public import func FlatBuffersRuntime::<
@_exported public import func FlatBuffersRuntime::==
@_exported public import func FlatBuffersRuntime::~=
