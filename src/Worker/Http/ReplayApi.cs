using System.Text.Json;
using Kappa.Engine;
using Kappa.Replay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Replays beside the live version.</summary>
internal sealed class ReplayApi(WorkerState state)
{
    private const int DefaultSamples = 10;
    private const int MaxSamples = 1_000;
    private const int LongestWaitSeconds = 30;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/topologies/{topology}/verify", VerifyAsync);
        routes.MapPost("/api/v1/topologies/{topology}/replays", StartAsync);
        routes.MapGet("/api/v1/topologies/{topology}/replay", SendStatusAsync);
        routes.MapPost("/api/v1/topologies/{topology}/replay/pause", PauseAsync);
        routes.MapPost("/api/v1/topologies/{topology}/replay/resume", ResumeAsync);
        routes.MapPost("/api/v1/topologies/{topology}/replay/throttle", SetThrottleAsync);
        routes.MapPost("/api/v1/topologies/{topology}/replay/abort", AbortAsync);
    }

    /// <summary>How many differences a request wants to see.</summary>
    public static int SamplesOf(HttpRequest request) =>
        (int)(QueryParameters.Number(request, "sample", 0, MaxSamples) ?? DefaultSamples);

    private Task PauseAsync(HttpContext context) => ChangeAsync(
        context, (versions, change) => versions.PauseAsync(change.By, change.Reason, context.RequestAborted));

    private Task ResumeAsync(HttpContext context) => ChangeAsync(
        context, (versions, change) => versions.ResumeAsync(change.By, change.Reason, context.RequestAborted));

    private async Task SetThrottleAsync(HttpContext context)
    {
        ThrottleRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.ThrottleRequest, """{"throttle":"auto","by":"..."}""");
        VersionStatus status = await TopologyApi.FindVersions(state, context).SetThrottleAsync(
            Throttle.Parse(request.Throttle), request.By, context.RequestAborted);
        await SendAsync(context, status);
    }

    private async Task ChangeAsync(
        HttpContext context, Func<TopologyVersions, ChangeRequest, Task<VersionStatus>> change)
    {
        ChangeRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.ChangeRequest, """{"by":"...","reason":"..."}""");
        VersionStatus status = await change(TopologyApi.FindVersions(state, context), request);
        await SendAsync(context, status);
    }

    private async Task AbortAsync(HttpContext context)
    {
        ChangeRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.ChangeRequest, """{"by":"...","reason":"..."}""");
        TopologyVersions versions = TopologyApi.FindVersions(state, context);
        VersionRecord aborted = await versions.AbortAsync(request.By, request.Reason, CancellationToken.None);
        await SendAsync(context, versions.Status(aborted.Version));
    }

    private async Task StartAsync(HttpContext context)
    {
        TopologyVersions versions = TopologyApi.FindVersions(state, context);
        StartReplayRequest body = await RequestBody.ReadAsync(
            context, RequestJson.Default.StartReplayRequest, """{"version":2,"from":"zero","throttle":"none"}""");
        var request = new ReplayRequest(
            body.Version, body.From ?? "zero", Throttle.Parse(body.Throttle ?? "none"), body.By, body.Reason);
        if (QueryParameters.Flag(context.Request, "dryRun"))
        {
            ReplayPlan plan = await Task.Run(
                () => versions.Plan(request, context.RequestAborted), context.RequestAborted);
            await AnswerJson.SendAsync(context, writer => PlanJson.Write(writer, plan));
            return;
        }

        VersionStatus status = await versions.StartReplayAsync(request, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.Headers.Location = $"/api/v1/topologies/{Uri.EscapeDataString(versions.Name)}/replay";
        await SendAsync(context, status);
    }

    /// <summary>Answers at once, or when a state is reached; a version that has stopped ends the wait too.</summary>
    private async Task SendStatusAsync(HttpContext context)
    {
        TopologyVersions versions = TopologyApi.FindVersions(state, context);
        int? version = (int?)QueryParameters.Number(context.Request, "version", 1, int.MaxValue);
        VersionStatus status = versions.Status(version);
        if (QueryParameters.Number(context.Request, "waitSeconds", 0, LongestWaitSeconds) is { } seconds
            && QueryParameters.Text(context.Request, "state") is { Length: > 0 } wanted)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, state.Stopping);
            limit.CancelAfter(TimeSpan.FromSeconds(seconds));
            try
            {
                status = await versions.WaitAsync(version, current => IsOver(current, wanted), limit.Token);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                status = versions.Status(version); // As far as it is.
            }
        }

        await LagJson.ReadAsync(
            [versions.Live, versions.Find(status.Record.Version)], context.RequestAborted);
        status = versions.Status(status.Record.Version);
        await SendAsync(context, status);
    }

    private Task SendAsync(HttpContext context, VersionStatus status) => AnswerJson.SendAsync(
        context, writer => VersionJson.WriteStatus(writer, status, state.Time));

    private static bool IsOver(VersionStatus status, string wanted) =>
        VersionJson.Name(status.Record.State) == wanted || status.Error is not null
        || status.Record.State is not (VersionState.Replaying or VersionState.CaughtUp or VersionState.Draining);

    /// <summary>Replays the live version and compares; answers when that is done.</summary>
    private async Task VerifyAsync(HttpContext context)
    {
        IRunningVersion engine = await TopologyApi.FindAsync(state, context);
        int samples = SamplesOf(context.Request);
        var verification = new Verification(engine, state.Log, state.Settings);
        if (!await state.Verifying.WaitAsync(0, context.RequestAborted))
        {
            throw WorkerErrors.ReplayRuns(engine.Topology.Name);
        }

        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, state.Stopping);
            VerifyResult result = await Task.Run(() => verification.Run(samples, null, stop.Token), stop.Token);
            await AnswerJson.SendAsync(context, writer => Write(writer, result));
        }
        finally
        {
            state.Verifying.Release();
        }
    }

    private static void Write(Utf8JsonWriter writer, VerifyResult result)
    {
        writer.WriteBoolean("same", result.IsSame);
        writer.WriteNumber("records", result.Records);

        // The engine's own are compared too, but only a difference is anybody's business.
        DiffJson.WriteTables(
            writer, "stores", [.. result.Stores.Where(store => !(store.IsInternal && store.IsSame))],
            withSamples: true);
        writer.WriteStartArray("compacted");
        foreach (string source in result.Compacted)
        {
            writer.WriteStringValue(source);
        }

        writer.WriteEndArray();
        AnswerJson.WriteAsOf(writer, result.AsOf);
    }
}
