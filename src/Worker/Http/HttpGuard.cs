using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kappa.Worker;

/// <summary>Stands before every request: host filter, token, and errors as problems.</summary>
internal sealed class HttpGuard(bool insecure, ListenAddress address, string token, WorkerState state)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _token = Encoding.ASCII.GetBytes(token);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            if (!IsOurHost(context.Request.Host.Host))
            {
                throw HttpErrors.HostNotAllowed(context.Request.Host.Value ?? "");
            }

            if (!context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) &&
                !HasToken(context.Request))
            {
                throw HttpErrors.TokenMissing();
            }

            await next(context);
            if (!context.Response.HasStarted)
            {
                RequireAnswer(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception error)
        {
            await AnswerAsync(context, error);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception error)
    {
        KappaException known = error switch
        {
            KappaException ours => ours,
            BadHttpRequestException refused => HttpErrors.BodyRefused(refused.Message),
            OperationCanceledException or ObjectDisposedException when state.Stopping.IsCancellationRequested =>
                WorkerErrors.Starting(),
            _ => HttpErrors.Unexpected(error),
        };
        if (known is { ExitCode: ExitCodes.DiskFailure, IsDamage: false })
        {
            // The log is dead: the process ends, and nothing is acknowledged until a restart has recovered it. Damage
            // that a request has read ends the request alone.
            state.Fail(known);
        }

        try
        {
            await Problem.SendAsync(context, known);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The caller has hung up.
        }
    }

    /// <summary>Nothing answers at a path that the API does not have, and at one that takes other methods.</summary>
    private static void RequireAnswer(HttpContext context)
    {
        if (context.GetEndpoint() is null)
        {
            throw HttpErrors.NoSuchPath(context.Request.Method, context.Request.Path);
        }

        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            throw HttpErrors.MethodNotAllowed(
                context.Request.Method, context.Request.Path, context.Response.Headers.Allow.ToString());
        }
    }

    /// <summary>A page in a browser can make its own name point here, but it cannot change the name it sends.</summary>
    private bool IsOurHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ||
        (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? ip) && (IPAddress.IsLoopback(ip) || insecure)) ||
        (insecure && host == address.Host);

    private bool HasToken(HttpRequest request)
    {
        string given = request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) &&
            CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[Scheme.Length..].Trim()), _token);
    }
}
