using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kappa.Worker;

/// <summary>
/// Answers what Kestrel refuses before there is a request, such as a path with a NUL: it would send a bare status, and
/// callers of the API are promised a problem for every error.
/// </summary>
/// <remarks>
/// Kestrel tells of a refusal, then writes its bare answer and closes the connection; <see cref="RefusalWriter"/>
/// stands between the two.
/// </remarks>
internal sealed class RefusedRequests : IObserver<KeyValuePair<string, object?>>
{
    private const string EventName = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public static IDisposable Listen(DiagnosticListener source) =>
        source.Subscribe(new RefusedRequests(), name => name == EventName);

    /// <summary>Is put before each connection.</summary>
    public static ConnectionDelegate Before(ConnectionDelegate next) => connection =>
    {
        var output = new RefusalWriter(connection.Transport.Output);
        connection.Transport = new Pipes(connection.Transport.Input, output);
        connection.Features.Set(output);
        return next(connection);
    };

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IFeatureCollection features &&
            features.Get<IHttpResponseFeature>() is not { HasStarted: true } &&
            features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException error)
        {
            features.Get<RefusalWriter>()?.Replace(
                Problem.ToHttp(HttpErrors.RequestRefused(error.Message), error.StatusCode));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
