using System.IO.Pipelines;
using System.Net;
using InferenceHost.Protocols;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Inference.Micro.Requests;

/// <summary>
/// A connection without a socket, by which the same request comes again and again. As Kestrel's, it is a collection of features that itself remembers the host's call; nothing of it is
/// made anew for a request.
/// </summary>
internal sealed class MemoryConnection : FeatureCollection, IHostContextContainer<HttpCall>, IHttpRequestFeature, IHttpResponseFeature, IHttpResponseBodyFeature,
    IRequestBodyPipeFeature, IHttpRequestLifetimeFeature, IHttpResponseTrailersFeature
{
    private readonly CancellationTokenSource aborted = new();
    private readonly AnswerPipe answer = new();

    public MemoryConnection(string path, string contentType, byte[] body)
    {
        Path = RawTarget = path;
        Headers = new AnswerHeaders();
        Headers.ContentType = contentType;
        Headers.ContentLength = body.Length;
        Reader = new BodyPipe(body);
        Body = Stream.Null;
        Set<IHttpRequestFeature>(this);
        Set<IHttpResponseFeature>(this);
        Set<IHttpResponseBodyFeature>(this);
        Set<IRequestBodyPipeFeature>(this);
        Set<IHttpRequestLifetimeFeature>(this);
        Set<IHttpResponseTrailersFeature>(this);
        Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback });
    }

    public HttpCall? HostContext { get; set; }

    public int Status { get; private set; } = StatusCodes.Status200OK;

    public IHeaderDictionary AnswerHeaders { get; set; } = new AnswerHeaders();

    public IHeaderDictionary Trailers { get; set; } = new AnswerHeaders();

    /// <summary>The last answer's body.</summary>
    public ReadOnlySpan<byte> Answer => answer.Written;

    public string Protocol { get; set; } = "HTTP/1.1";

    public string Scheme { get; set; } = "http";

    public string Method { get; set; } = "POST";

    public string PathBase { get; set; } = "";

    public string Path { get; set; }

    public string QueryString { get; set; } = "";

    public string RawTarget { get; set; }

    public IHeaderDictionary Headers { get; set; }

    public Stream Body { get; set; }

    public PipeReader Reader { get; }

    public CancellationToken RequestAborted
    {
        get => aborted.Token;
        set => throw new NotSupportedException();
    }

    int IHttpResponseFeature.StatusCode
    {
        get => Status;
        set => Status = value;
    }

    string? IHttpResponseFeature.ReasonPhrase { get; set; }

    IHeaderDictionary IHttpResponseFeature.Headers
    {
        get => AnswerHeaders;
        set => AnswerHeaders = value;
    }

    Stream IHttpResponseFeature.Body
    {
        get => Stream.Null;
        set => throw new NotSupportedException();
    }

    bool IHttpResponseFeature.HasStarted => false;

    Stream IHttpResponseBodyFeature.Stream => Stream.Null;

    PipeWriter IHttpResponseBodyFeature.Writer => answer;

    /// <summary>Forgets the last answer.</summary>
    public void Clear()
    {
        answer.Clear();
        AnswerHeaders.Clear();
        Trailers.Clear();
        Status = StatusCodes.Status200OK;
    }

    void IHttpRequestLifetimeFeature.Abort() => throw new InvalidOperationException("the host gave the connection up");

    void IHttpResponseFeature.OnStarting(Func<object, Task> callback, object state) => throw new NotSupportedException();

    void IHttpResponseFeature.OnCompleted(Func<object, Task> callback, object state) => throw new NotSupportedException();

    void IHttpResponseBodyFeature.DisableBuffering()
    {
    }

    Task IHttpResponseBodyFeature.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHttpResponseBodyFeature.SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IHttpResponseBodyFeature.CompleteAsync() => Task.CompletedTask;
}
