// What public signatures speak of other modules: who imports this one need not know those.
@_exported public import protocol FlatBuffersRuntime.FlatTable
@_exported public import struct FlatBuffersRuntime.RecordBuffer
@_exported public import struct Logging.Logger
@_exported public import protocol NIOCore.EventLoopGroup
@_exported public import struct SharedBytes.SharedBytes
@_exported public import struct WAMP.Authorization
@_exported public import struct WAMP.AuthorizationRequest
@_exported public import enum WAMP.MatchPolicy
@_exported public import struct WAMP.Options
@_exported public import struct WAMP.Permissions
@_exported public import struct WAMP.Procedure
@_exported public import struct WAMP.PublicationID
@_exported public import struct WAMP.SchemaOffer
@_exported public import struct WAMP.SessionID
@_exported public import struct WAMP.Topic
@_exported public import struct WAMP.WAMPError
@_exported public import struct WAMPAuthentication.Authentication
@_exported public import struct WAMPAuthentication.AuthenticationMethod
@_exported public import struct WAMPAuthentication.AuthenticationRequest
@_exported public import struct WAMPAuthentication.Credential
@_exported public import enum WAMPAuthentication.KeyDerivation
@_exported public import struct WAMPAuthentication.Principal
@_exported public import struct WAMPAuthentication.SaltedSecret
@_exported public import enum WAMPAuthentication.ScramDialect
@_exported public import struct WAMPAuthentication.ScramKeys
@_exported public import struct WAMPAuthentication.Secret
@_exported public import protocol WAMPTransport.BorrowedSource
@_exported public import struct WAMPTransport.ConnectionConfiguration
@_exported public import struct WAMPTransport.RouterAddress
@_exported public import class WAMPTransport.SendCounters

// How the text of records is compared.
@_exported public import func FlatBuffersRuntime::!=
@_exported public import func FlatBuffersRuntime::<
@_exported public import func FlatBuffersRuntime::==
@_exported public import func FlatBuffersRuntime::~=
