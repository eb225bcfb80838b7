using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Metrics for Prometheus; answers at once, whatever the log does, and before the worker is ready.</summary>
internal sealed class MetricsApi(Func<WorkerReading> read)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", SendAsync);

    private Task SendAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(PrometheusText.Of(WorkerMeter.All, read()), context.RequestAborted);
    }
}
