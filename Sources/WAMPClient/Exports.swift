// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import protocol FlatBuffersRuntime.FlatTable
@_exported public import struct FlatBuffersRuntime.RecordBuffer
@_exported public import struct Logging.Logger
@_exported public import protocol NIOCore.EventLoopGroup
@_exported public import struct WAMP.DeclaredError
@_exported public import protocol WAMP.ErrorRecord
@_exported public import enum WAMP.EventReplay
@_exported public import struct WAMP.CallOptions
@_exported public import struct WAMP.ChangeDetails
@_exported public import struct WAMP.Options
@_exported public import struct WAMP.PartSender
@_exported public import enum WAMP.Payload
@_exported public import struct WAMP.Procedure
@_exported public import struct WAMP.ProgressiveProcedure
@_exported public import enum WAMP.ProgressiveResult
@_exported public import struct WAMP.PublicationID
@_exported public import struct WAMP.PublishOptions
@_exported public import struct WAMP.Reconnection
@_exported public import struct WAMP.RecordError
@_exported public import struct WAMP.RegisterOptions
@_exported public import struct WAMP.RegistrationID
@_exported public import struct WAMP.Roles
@_exported public import struct WAMP.SchemaDifference
@_exported public import struct WAMP.SchemaOffer
@_exported public import enum WAMP.SerializerKind
@_exported public import struct WAMP.SessionID
@_exported public import struct WAMP.SessionLimits
@_exported public import struct WAMP.SubscribeOptions
@_exported public import struct WAMP.Topic
@_exported public import struct WAMP.TraceContext
@_exported public import enum WAMP.Value
@_exported public import struct WAMPTransport.ClientTLS
@_exported public import struct WAMPTransport.Compression
@_exported public import struct WAMPTransport.ConnectionConfiguration
@_exported public import struct WAMPTransport.RouterAddress
@_exported public import class WAMPTransport.SendCounters
@_exported public import enum WAMPTransport.TLSMinimum

@_exported public import struct WAMPAuthentication.ClientAuthentication
@_exported public import struct WAMPAuthentication.CryptosignKey
@_exported public import enum WAMPAuthentication.KeyDerivation
@_exported public import enum WAMPAuthentication.ScramDialect
@_exported public import struct WAMPAuthentication.Secret

// What is thrown.
@_exported public import struct WAMP.WAMPError
@_exported public import struct WAMPTransport.TransportError

// How the text of records is compared.
@_exported public import func FlatBuffersRuntime::!=
@_exported public import func FlatBuffersRuntime::<
@_exported public import func FlatBuffersRuntime::==
@_exported public import func FlatBuffersRuntime::~=

// What the types above hand out.
@_exported public import struct SharedBytes.SharedBytes

// What the records of the meta API are made of.
@_exported public import struct FlatBuffersRuntime.BuildError
@_exported public import struct FlatBuffersRuntime.Builder
@_exported public import class FlatBuffersRuntime.DraftVisitor
@_exported public import struct FlatBuffersRuntime.EmbeddedSchema
@_exported public import struct FlatBuffersRuntime.FlatVector
@_exported public import struct FlatBuffersRuntime.StringVector
@_exported public import struct FlatBuffersRuntime.StringView
@_exported public import struct FlatBuffersRuntime.TableOffset
@_exported public import struct FlatBuffersRuntime.TableView
@_exported public import struct FlatBuffersRuntime.VerificationError
@_exported public import struct FlatBuffersRuntime.Verifier
@_exported public import struct WAMP.VoidRecord
