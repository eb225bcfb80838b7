using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kappa.Snapshots;
using Kappa.StateStores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Kappa.Worker;

/// <summary>Snapshots of topics: apply one, list them, and read the table as it was.</summary>
internal sealed class SnapshotApi(WorkerState state)
{
    private const int FlushBytes = 64 << 10;
    private const string StoreCodes = "KAP3";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/topics/{topic}/snapshots", ApplyAsync);
        routes.MapGet("/api/v1/topics/{topic}/snapshots", SendSnapshotsAsync);
        routes.MapGet("/api/v1/topics/{topic}/snapshots/running", SendStepAsync);
        routes.MapGet("/api/v1/topics/{topic}/table", SendTableAsync);
        routes.MapGet("/api/v1/topics/{topic}/changes", SendChangesAsync);
    }

    private static string TopicOf(HttpContext context) => (string)context.GetRouteValue("topic")!;

    /// <summary>Answers after the commit. Who goes away before it is begun has written nothing.</summary>
    private async Task ApplyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // Rows come as fast as their source gives them.
        }

        string topic = TopicOf(context);
        SnapshotOptions options = SnapshotQuery.Read(context.Request);
        List<string> notices = [];
        using RunningSnapshot run = state.Snapshots.Begin(topic);
        var apply = new SnapshotApply(
            state.Log, new DataDirectory(state.Directory).Snapshots, state.Time, notices.Add)
        {
            Backends = state.Settings.State?.Backends,
            Progress = run.Report,
        };
        SnapshotResult result = await WithScratchAsync(context, stop => apply.RunAsync(
            topic, new RequestRows(context.Request.BodyReader), options, stop));
        await AnswerAsync(context, new SnapshotAnswer(result, notices), WorkerJson.Readable.SnapshotAnswer);
    }

    private Task SendStepAsync(HttpContext context)
    {
        string topic = TopicService.Require(state.Log, TopicOf(context)).Name;
        var answer = new SnapshotProgressAnswer(state.Snapshots.StepOf(topic));
        return AnswerAsync(context, answer, WorkerJson.Readable.SnapshotProgressAnswer);
    }

    private Task SendSnapshotsAsync(HttpContext context)
    {
        IReadOnlyList<SnapshotManifest> snapshots = TableService.Snapshots(state.Log, TopicOf(context));
        int last = (int)(QueryParameters.Number(context.Request, "last", 0, int.MaxValue) ?? int.MaxValue);
        return SendAsync(context, snapshots.TakeLast(last).Select(snapshot =>
            JsonSerializer.SerializeToUtf8Bytes(snapshot, SnapshotJson.Readable.SnapshotManifest)));
    }

    private Task SendChangesAsync(HttpContext context)
    {
        string key = QueryParameters.Text(context.Request, "key")
            ?? throw HttpErrors.BadParameter("key", "", "the key of a row");
        return SendAsync(context, TableService.Changes(state.Log, TopicOf(context), key).Select(change =>
            JsonSerializer.SerializeToUtf8Bytes(change, SnapshotJson.Readable.KeyChange)));
    }

    private async Task SendTableAsync(HttpContext context)
    {
        string? moment = QueryParameters.Text(context.Request, "asOf");
        await WithScratchAsync(context, async stop =>
        {
            using TableFold fold = TableService.Fold(state.Log, TopicOf(context), moment, stop);
            await SendAsync(context, async lines =>
            {
                long count = 0;
                using IRowCursor row = fold.Scan();
                for (; row.MoveNext(); count++)
                {
                    Utf8JsonWriter writer = lines.Begin();
                    writer.WriteNumber("timestamp", row.TimestampMs);
                    EnvelopeWriter.WriteKeyAndValue(writer, hasKey: true, row.Key, hasValue: true, row.Value);
                    lines.End();
                    if (lines.UnflushedBytes > FlushBytes)
                    {
                        await lines.FlushAsync(stop);
                    }
                }

                return count;
            });
            return fold;
        });
    }

    private static async Task AnswerAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, type));
    }

    private static Task SendAsync(HttpContext context, IEnumerable<byte[]> answers) =>
        SendAsync(context, async lines =>
        {
            long count = 0;
            foreach (byte[] answer in answers)
            {
                lines.Add(answer);
                count++;
                if (lines.UnflushedBytes > FlushBytes)
                {
                    await lines.FlushAsync(context.RequestAborted);
                }
            }

            return count;
        });

    /// <summary>Sends lines, and one that says that they are all.</summary>
    private static async Task SendAsync(HttpContext context, Func<JsonLineWriter, Task<long>> write)
    {
        context.Response.ContentType = StoreApi.Ndjson;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await using var lines = new JsonLineWriter(context.Response.BodyWriter);
        long count = await write(lines);
        Utf8JsonWriter writer = lines.Begin();
        writer.WriteStartObject("end");
        writer.WriteNumber("count", count);
        writer.WriteBoolean("complete", true);
        writer.WriteEndObject();
        lines.End();
        await lines.FlushAsync(context.RequestAborted);
    }

    /// <summary>Works with stores that can be made anew: where their disk fails, the worker goes on.</summary>
    private async Task<T> WithScratchAsync<T>(HttpContext context, Func<CancellationToken, Task<T>> work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, state.Stopping);
        try
        {
            return await work(stop.Token);
        }
        catch (KappaException error) when (
            error.ExitCode == ExitCodes.DiskFailure && error.Code.StartsWith(StoreCodes, StringComparison.Ordinal))
        {
            throw SnapshotErrors.StoreFailed(error);
        }
    }
}
