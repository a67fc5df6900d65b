using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Inference.Grpc;
using InferenceHost.Admission;
using InferenceHost.Protocols.OpenInference.Grpc.Messages;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>
/// <c>grpc.reflection.v1.ServerReflection</c>: what services and messages there are, for clients that have no proto file. On the internal listener only, since it answers whoever asks.
/// </summary>
internal sealed class ReflectionCalls(Gate gate)
{
    private const int MaxMessageBytes = 64 << 10;
    private static readonly FileDescriptor[] Files = [OpenInferenceReflection.Descriptor, HealthReflection.Descriptor, ReflectionReflection.Descriptor];
    private static readonly FrozenDictionary<string, FileDescriptor> Symbols = Files.SelectMany(SymbolsOf).ToFrozenDictionary(one => one.Symbol, one => one.File, StringComparer.Ordinal);

    public ValueTask<GrpcStatus> InfoAsync(RpcCall call) => call.Http.IsInternal
        ? RpcStream.ServeAsync(call, gate, AnswerNextAsync)
        : ValueTask.FromResult(GrpcStatus.NoSuchMethod);

    private static async ValueTask<GrpcStatus?> AnswerNextAsync(RpcCall call)
    {
        var read = await call.ReadAsync(MaxMessageBytes);
        if (read.IsEnd || read.Failure is not null)
            return read.Failure ?? GrpcStatus.Ok;
        if (call.Parse(ServerReflectionRequest.Parser, read.Message, out var request) is { } malformed)
            return malformed;
        await call.AnswerAsync(AnswerTo(request), isFlushed: true);
        return null;
    }

    private static ServerReflectionResponse AnswerTo(ServerReflectionRequest request)
    {
        var answer = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                answer.ListServicesResponse = new ListServiceResponse { Service = { Files.SelectMany(file => file.Services).Select(service => new ServiceResponse { Name = service.FullName }) } };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename when Files.FirstOrDefault(file => file.Name == request.FileByFilename) is { } file:
                answer.FileDescriptorResponse = Of(file);
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol when Symbols.TryGetValue(request.FileContainingSymbol, out var file):
                answer.FileDescriptorResponse = Of(file);
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType when Symbols.ContainsKey(request.AllExtensionNumbersOfType):
                answer.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.None:
                answer.ErrorResponse = Error(GrpcStatusCode.InvalidArgument, "expected one of the questions that a ServerReflectionRequest may ask, found none");
                break;
            default:
                answer.ErrorResponse = Error(GrpcStatusCode.NotFound, "this server has no such file, symbol or extension: list_services names its services");
                break;
        }

        return answer;
    }

    // no file imports another
    private static FileDescriptorResponse Of(FileDescriptor file) => new() { FileDescriptorProto = { file.SerializedData } };

    private static ErrorResponse Error(GrpcStatusCode code, string message) => new() { ErrorCode = (int)code, ErrorMessage = message };

    private static IEnumerable<(string Symbol, FileDescriptor File)> SymbolsOf(FileDescriptor file) =>
        file.Services.SelectMany(service => service.Methods.Select(method => method.FullName).Prepend(service.FullName))
            .Concat(file.MessageTypes.SelectMany(NamesIn)).Concat(file.EnumTypes.Select(type => type.FullName))
            .Select(symbol => (symbol, file));

    private static IEnumerable<string> NamesIn(MessageDescriptor type) =>
        type.NestedTypes.SelectMany(NamesIn).Concat(type.EnumTypes.Select(inner => inner.FullName)).Prepend(type.FullName);
}
