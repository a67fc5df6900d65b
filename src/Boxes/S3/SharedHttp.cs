using Amazon.Runtime;

namespace Inference.Boxes.S3;

/// <summary>Hands the SDK the endpoint's client, which it must neither keep nor dispose.</summary>
internal sealed class SharedHttp(HttpClient client) : Amazon.Runtime.HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
}
