using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Counts requests by what the API has, never by what was typed: series are bounded. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class RequestMeter(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Method, string Route, int Status), Sum> _sums = new();

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        long began = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Sum sum = _sums.GetOrAdd(KindOf(context), _ => new Sum());
            Interlocked.Increment(ref sum.Requests);
            Interlocked.Add(ref sum.Ticks, time.GetElapsedTime(began).Ticks);
        }
    }

    public IReadOnlyList<RequestCount> Read() =>
    [
        .. _sums.OrderBy(sum => sum.Key).Select(sum => new RequestCount(
            sum.Key.Method, sum.Key.Route, sum.Key.Status, Interlocked.Read(ref sum.Value.Requests),
            TimeSpan.FromTicks(Interlocked.Read(ref sum.Value.Ticks)))),
    ];

    private static (string Method, string Route, int Status) KindOf(HttpContext context)
    {
        string method = context.Request.Method is "GET" or "POST" or "PUT" or "DELETE" or "HEAD"
            ? context.Request.Method : "other";
        string? route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        return (method, route ?? "none", context.Response.StatusCode);
    }

    private sealed class Sum
    {
        public long Requests;
        public long Ticks;
    }
}
