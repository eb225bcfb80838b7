using Kappa.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Whether the worker lives and is ready; answers at once, whatever the log does.</summary>
internal sealed class HealthApi(WorkerState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", SendLiveAsync);
        routes.MapGet("/health/ready", SendReadyAsync);
    }

    private Task SendLiveAsync(HttpContext context) => AnswerJson.SendAsync(
        context, writer => writer.WriteString("status", "live"));

    /// <summary>
    /// Says how far behind it is by what is known; the log is asked meanwhile, so that the next answer is fresher.
    /// </summary>
    private async Task SendReadyAsync(HttpContext context)
    {
        bool isReady = state.IsReady;
        IRunningVersion[] live = [.. state.LiveEngines];
        EngineLag[] lags = [.. live.Select(engine => engine.Lag.Last)];
        Array.ForEach(live, engine => engine.Lag.Refresh());
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await AnswerJson.SendAsync(context, writer =>
        {
            writer.WriteString("status", isReady ? "ready" : "not ready");
            if (lags.Length > 0)
            {
                writer.WriteNumber("recordsBehind", lags.Sum(lag => lag.Records));
                LagJson.WriteAge(writer, lags.Min(lag => lag.ReadAt), state.Time);
            }
        });
    }
}
