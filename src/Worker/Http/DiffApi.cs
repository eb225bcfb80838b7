using System.Text.Json;
using Kappa.Replay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Compares two versions at one cut: counts and samples, or a stream of all differences.</summary>
internal sealed class DiffApi(WorkerState state)
{
    private const int FlushBytes = 64 << 10;

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/topologies/{topology}/diff", SendAsync);

    private async Task SendAsync(HttpContext context)
    {
        TopologyVersions versions = TopologyApi.FindVersions(state, context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, state.Stopping);
        int samples = ReplayApi.SamplesOf(context.Request);
        using VersionDiff diff = await versions.DiffAsync(
            VersionOf(context, "old"), VersionOf(context, "new"),
            QueryParameters.Text(context.Request, "store") is { Length: > 0 } store ? store : null, stop.Token);
        if (context.Request.Headers.Accept.ToString().Contains(StoreApi.Ndjson, StringComparison.OrdinalIgnoreCase))
        {
            await StreamAsync(context, diff, stop.Token);
            Note(versions, diff, diff.Counted());
            return;
        }

        IReadOnlyList<TableComparison> tables = await Task.Run(() => diff.Compare(samples, stop.Token), stop.Token);
        Note(versions, diff, tables);
        await AnswerJson.SendAsync(context, writer =>
        {
            WriteVersions(writer, diff);
            writer.WriteBoolean("same", tables.All(table => table.IsSame));
            writer.WriteNumber("share", VersionDiff.Share(tables));
            DiffJson.WriteTables(writer, "tables", tables, withSamples: true);
            AnswerJson.WriteAsOf(writer, diff.AsOf);
        });
    }

    private void Note(TopologyVersions versions, VersionDiff diff, IReadOnlyList<TableComparison> tables) =>
        state.Differences.Note(new LastDiff(versions.Name, diff.Old, diff.New, tables));

    private static int? VersionOf(HttpContext context, string name) =>
        (int?)QueryParameters.Number(context.Request, name, 1, int.MaxValue);

    private static void WriteVersions(Utf8JsonWriter writer, VersionDiff diff)
    {
        writer.WriteNumber("old", diff.Old);
        writer.WriteNumber("new", diff.New);
        writer.WriteNumber("cut", diff.AsOf.Cut);
    }

    private static async Task StreamAsync(HttpContext context, VersionDiff diff, CancellationToken cancellationToken)
    {
        context.Response.ContentType = StoreApi.Ndjson;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await using var lines = new JsonLineWriter(context.Response.BodyWriter);
        Utf8JsonWriter writer = lines.Begin();
        writer.WriteStartObject("meta");
        WriteVersions(writer, diff);
        AnswerJson.WriteAsOf(writer, diff.AsOf);
        writer.WriteEndObject();
        lines.End();

        // The answer has begun: an error in the middle is its last line.
        await lines.FlushAsync(cancellationToken);
        long count = 0;
        foreach ((TableKind kind, RowDifference difference) in diff.Differences())
        {
            writer = lines.Begin();
            writer.WriteString("kind", DiffJson.CamelCase(kind));
            writer.WriteString("name", difference.Table);
            writer.WriteString("difference", DiffJson.CamelCase(difference.Kind));
            DiffJson.WriteRows(writer, difference);
            lines.End();
            count++;
            if (lines.UnflushedBytes > FlushBytes)
            {
                await lines.FlushAsync(cancellationToken);
            }
        }

        writer = lines.Begin();
        writer.WriteStartObject("end");
        writer.WriteNumber("count", count);
        writer.WriteBoolean("complete", true);
        DiffJson.WriteTables(writer, "tables", diff.Counted(), withSamples: false);
        writer.WriteEndObject();
        lines.End();
        await lines.FlushAsync(cancellationToken);
    }
}
