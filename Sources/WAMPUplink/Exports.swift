// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import enum WAMP.InvocationPolicy
@_exported public import struct WAMP.Reconnection
@_exported public import struct WAMP.URIPattern
@_exported public import struct WAMP.WAMPError
@_exported public import struct WAMPAuthentication.ClientAuthentication
@_exported public import struct WAMPClient.EventBuffering
@_exported public import class WAMPClient.WAMPSession
@_exported public import class WAMPRouter.Router
@_exported public import struct WAMPTransport.RouterAddress

// What the types above hand out.
@_exported public import protocol FlatBuffersRuntime.FlatTable
@_exported public import struct Logging.Logger
@_exported public import protocol NIOCore.EventLoopGroup
@_exported public import struct SharedBytes.SharedBytes

// How the text of records is compared.
@_exported public import func FlatBuffersRuntime::!=
@_exported public import func FlatBuffersRuntime::<
@_exported public import func FlatBuffersRuntime::==
@_exported public import func FlatBuffersRuntime::~=
