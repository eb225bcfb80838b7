using System.Reflection;
using Kappa.Engine;
using Kappa.Replay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Versions: what the registry says of them, deployment, cutover, rollback, retirement.</summary>
internal sealed class VersionApi(WorkerState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/info", SendInfoAsync);
        routes.MapPost("/api/v1/deployments", DeployAsync);
        routes.MapGet("/api/v1/topologies/{topology}/versions", SendAllAsync);
        routes.MapGet("/api/v1/topologies/{topology}/versions/{number:int}", SendOneAsync);
        routes.MapGet("/api/v1/topologies/{topology}/versions/{number:int}/passed-over", SendPassedOverAsync);
        routes.MapPost("/api/v1/topologies/{topology}/versions/{number:int}/retire", RetireAsync);
        routes.MapPost("/api/v1/topologies/{topology}/cutover", CutoverAsync);
        routes.MapPost("/api/v1/topologies/{topology}/rollback", RollbackAsync);
        routes.MapPost("/api/v1/topologies/{topology}/skip", SkipAsync);
    }

    private static int NumberOf(HttpContext context) =>
        int.Parse((string)context.GetRouteValue("number")!, System.Globalization.CultureInfo.InvariantCulture);

    private Task SendInfoAsync(HttpContext context) => AnswerJson.SendAsync(context, writer =>
    {
        writer.WriteString("directory", state.Directory);
        writer.WriteString(
            "version", typeof(VersionApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion);
    });

    private async Task DeployAsync(HttpContext context)
    {
        DeployRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.DeployRequest, """{"artifact":"..."}""");
        IReadOnlyList<DeployedVersion> versions =
            await state.Topologies.DeployAsync(request.Artifact, request.By);
        await AnswerJson.SendAsync(context, writer => DeploymentJson.Write(writer, versions));
    }

    private async Task SendAllAsync(HttpContext context)
    {
        TopologyVersions versions = TopologyApi.FindVersions(state, context);
        await AnswerJson.SendAsync(context, writer =>
        {
            writer.WriteStartArray("versions");
            foreach (VersionRecord record in versions.Records)
            {
                writer.WriteStartObject();
                VersionJson.WriteRecord(writer, record, versions.Status(record.Version).Error);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private async Task SendOneAsync(HttpContext context)
    {
        TopologyVersions versions = TopologyApi.FindVersions(state, context);
        VersionStatus status = versions.Status(NumberOf(context));
        IRunningVersion? engine = versions.Find(status.Record.Version);
        await AnswerJson.SendAsync(context, writer =>
        {
            VersionJson.WriteRecord(writer, status.Record, status.Error);
            writer.WriteString("description", versions.Describe(status.Record.Version));
            if (engine is not null)
            {
                TopologyApi.WriteStores(writer, engine);
                AnswerJson.WriteAsOf(writer, engine.Status.AsOf);
            }
        });
    }

    /// <summary>A question of its own, since it waits for the log, as what the version is does not.</summary>
    private async Task SendPassedOverAsync(HttpContext context)
    {
        TopologyVersions versions = TopologyApi.FindVersions(state, context);
        int version = versions.Status(NumberOf(context)).Record.Version;
        IReadOnlyList<FailureNote> notes = FailureLog.Read(state.Log, versions.Name);
        await AnswerJson.SendAsync(context, writer => PassedOverJson.Write(writer, notes, version));
    }

    private async Task RetireAsync(HttpContext context)
    {
        ChangeRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.ChangeRequest, """{"by":"...","reason":"..."}""");
        VersionRecord retired = await TopologyApi.FindVersions(state, context).RetireAsync(
            NumberOf(context), request.By, request.Reason, CancellationToken.None);
        await AnswerJson.SendAsync(context, writer => VersionJson.WriteRecord(writer, retired, null));
    }

    /// <summary>Once it has begun it is carried through, whether or not somebody still waits for the answer.</summary>
    private async Task CutoverAsync(HttpContext context)
    {
        CutoverRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.CutoverRequest, """{"version":2,"maxDiff":0.01}""");
        var options = new CutoverOptions
        {
            MostDifferences = request.MaxDiff,
            DeletesMissing = request.DeleteMissing,
            By = request.By,
            Reason = request.Reason,
        };
        options = request.MaxLag is { } lag ? options with { MostLag = lag } : options;
        options = request.KeepSeconds is { } keep ? options with { Keep = TimeSpan.FromSeconds(keep) } : options;
        CutoverStatus status = await TopologyApi.FindVersions(state, context)
            .CutoverAsync(request.Version, options, CancellationToken.None);
        await AnswerJson.SendAsync(context, writer => VersionJson.WriteCutover(writer, status));
    }

    /// <summary>Is carried through as a cutover is.</summary>
    private async Task RollbackAsync(HttpContext context)
    {
        ChangeRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.ChangeRequest, """{"by":"...","reason":"..."}""");
        CutoverStatus status = await TopologyApi.FindVersions(state, context).RollbackAsync(
            new CutoverOptions { By = request.By, Reason = request.Reason }, CancellationToken.None);
        await AnswerJson.SendAsync(context, writer => VersionJson.WriteCutover(writer, status));
    }

    private async Task SkipAsync(HttpContext context)
    {
        SkipRecordRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.SkipRecordRequest, """{"topic":"flights","partition":0,"offset":17}""");
        var source = new TopicPartition(request.Topic, request.Partition);
        VersionStatus status = await TopologyApi.FindVersions(state, context).SkipAsync(
            new SkipRequest(source, request.Offset, request.Version, request.By, request.Reason),
            CancellationToken.None);
        await AnswerJson.SendAsync(
            context, writer => VersionJson.WriteRecord(writer, status.Record, status.Error));
    }
}
