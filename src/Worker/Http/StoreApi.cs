using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Kappa.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Queries of stores: one row, a page of rows, or a stream of all.</summary>
internal sealed class StoreApi(WorkerState state)
{
    public const string Ndjson = "application/x-ndjson";
    public const int MaxPageRows = 10_000;

    private const int DefaultPageRows = 100;
    private const int MaxBatchKeys = 1_000;
    private const int MaxPageBytes = 8 << 20;
    private const int FlushBytes = 64 << 10;

    private static readonly TimeSpan PageTimeout = TimeSpan.FromSeconds(30);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/topologies/{topology}/stores", SendStoresAsync);
        routes.MapGet("/api/v1/topologies/{topology}/stores/{store}/keys/{key}", SendRowAsync);
        routes.MapGet("/api/v1/topologies/{topology}/stores/{store}/entries", SendRowsAsync);
        routes.MapGet("/api/v1/topologies/{topology}/stores/{store}/windows/{key}", SendWindowsAsync);
        routes.MapPost("/api/v1/topologies/{topology}/stores/{store}/keys:batchGet", SendBatchAsync);
    }

    private async Task SendStoresAsync(HttpContext context)
    {
        IRunningVersion engine = await TopologyApi.FindAsync(state, context);
        await AnswerJson.SendAsync(context, writer =>
        {
            TopologyApi.WriteStores(writer, engine);
            AnswerJson.WriteAsOf(writer, engine.Status.AsOf);
        });
    }

    private async Task SendRowAsync(HttpContext context)
    {
        string store = (string)context.GetRouteValue("store")!;
        string key = KeyOf(context);
        using IStoreView view = (await TopologyApi.FindAsync(state, context)).OpenStore(store);
        StoreEntry row = view.Get(key) ?? throw HttpErrors.UnknownKey(view.AsOf, store, key, OtherCase(view, key));
        AsOf asOf = view.AsOf;
        await AnswerJson.SendAsync(context, writer =>
        {
            AnswerJson.WriteRow(writer, row);
            AnswerJson.WriteAsOf(writer, asOf);
        });
    }

    private async Task SendBatchAsync(HttpContext context)
    {
        string store = (string)context.GetRouteValue("store")!;
        BatchGetRequest batch = await RequestBody.ReadAsync(
            context, RequestJson.Default.BatchGetRequest, """{"keys":["ATL","BOS"]}""");
        if (batch.Keys.Count > MaxBatchKeys)
        {
            throw HttpErrors.BadParameter("keys", $"{batch.Keys.Count} keys", $"{MaxBatchKeys} keys at most");
        }

        using IStoreView view = (await TopologyApi.FindAsync(state, context)).OpenStore(store);
        IReadOnlyList<StoreEntry?> rows = view.GetMany(batch.Keys);
        AsOf asOf = view.AsOf;
        await AnswerJson.SendAsync(context, writer =>
        {
            writer.WriteStartArray("items");
            foreach (StoreEntry? row in rows)
            {
                WriteOrNull(writer, row);
            }

            writer.WriteEndArray();
            AnswerJson.WriteAsOf(writer, asOf);
        });
    }

    private async Task SendRowsAsync(HttpContext context)
    {
        var range = new KeyRange
        {
            Prefix = NotEmpty(context, "prefix"),
            From = NotEmpty(context, "from"),
            To = NotEmpty(context, "to"),
            After = NotEmpty(context, "cursor") is { } cursor ? KeyAt(cursor) : null,
            Backward = QueryParameters.Flag(context.Request, "backward"),
        };
        await SendAsync(context, view => view.Scan(range));
    }

    private async Task SendWindowsAsync(HttpContext context)
    {
        string key = KeyOf(context);
        long from = QueryParameters.Time(context.Request, "from") ?? long.MinValue;
        long to = QueryParameters.Time(context.Request, "to") ?? long.MaxValue;
        if (to < from)
        {
            throw HttpErrors.BadParameter(
                "to", NotEmpty(context, "to")!, $"{NotEmpty(context, "from")} or later, where the range begins");
        }

        bool backward = QueryParameters.Flag(context.Request, "backward");
        string? after = NotEmpty(context, "cursor") is { } cursor ? KeyAt(cursor) : null;
        await SendAsync(context, view => view.Windows(key, from, to, backward, after));
    }

    private async Task SendAsync(HttpContext context, Func<IStoreView, IEnumerable<StoreEntry>> ask)
    {
        string store = (string)context.GetRouteValue("store")!;
        bool isStream = context.Request.Headers.Accept.ToString().Contains(Ndjson, StringComparison.OrdinalIgnoreCase);
        long limit = QueryParameters.Number(context.Request, "limit", 1, isStream ? long.MaxValue : MaxPageRows)
            ?? (isStream ? long.MaxValue : DefaultPageRows);
        using IStoreView view = (await TopologyApi.FindAsync(state, context)).OpenStore(store);
        IEnumerable<StoreEntry> rows = ask(view);
        if (isStream)
        {
            await StreamAsync(context, store, view.AsOf, rows, limit);
        }
        else
        {
            await SendPageAsync(context, store, view.AsOf, rows, limit);
        }
    }

    private async Task SendPageAsync(
        HttpContext context, string store, AsOf asOf, IEnumerable<StoreEntry> rows, long limit)
    {
        long started = state.Time.GetTimestamp();
        using var page = new MemoryStream();
        await using var writer = new Utf8JsonWriter(page, AnswerJson.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        long count = 0;
        string? last = null;
        bool complete = true;
        foreach (StoreEntry row in rows)
        {
            if (state.Time.GetElapsedTime(started) > PageTimeout)
            {
                throw HttpErrors.QueryTooLong(store, PageTimeout);
            }

            if (count == limit || writer.BytesCommitted + writer.BytesPending > MaxPageBytes)
            {
                complete = false;
                break;
            }

            writer.WriteStartObject();
            AnswerJson.WriteRow(writer, row);
            writer.WriteEndObject();
            (last, count) = (row.Key, count + 1);
        }

        writer.WriteEndArray();
        WriteEnd(writer, complete, last);
        AnswerJson.WriteAsOf(writer, asOf);
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = page.Length;
        await context.Response.BodyWriter.WriteAsync(
            page.GetBuffer().AsMemory(0, (int)page.Length), context.RequestAborted);
    }

    /// <summary>One line of what the rows are, a line a row, and one that says that it is the end.</summary>
    private static async Task StreamAsync(
        HttpContext context, string store, AsOf asOf, IEnumerable<StoreEntry> rows, long limit)
    {
        context.Response.ContentType = Ndjson;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await using var lines = new JsonLineWriter(context.Response.BodyWriter);
        Utf8JsonWriter writer = lines.Begin();
        writer.WriteStartObject("meta");
        writer.WriteString("store", store);
        AnswerJson.WriteAsOf(writer, asOf);
        writer.WriteEndObject();
        lines.End();

        // The answer has begun: an error in the middle is its last line.
        await lines.FlushAsync(context.RequestAborted);
        long count = 0;
        string? last = null;
        bool complete = true;
        foreach (StoreEntry row in rows)
        {
            if (count == limit)
            {
                complete = false;
                break;
            }

            AnswerJson.WriteRow(lines.Begin(), row);
            lines.End();
            (last, count) = (row.Key, count + 1);
            if (lines.UnflushedBytes > FlushBytes)
            {
                await lines.FlushAsync(context.RequestAborted);
            }
        }

        writer = lines.Begin();
        writer.WriteStartObject("end");
        writer.WriteNumber("count", count);
        WriteEnd(writer, complete, last);
        writer.WriteEndObject();
        lines.End();
        await lines.FlushAsync(context.RequestAborted);
    }

    private static void WriteEnd(Utf8JsonWriter writer, bool complete, string? last)
    {
        writer.WriteBoolean("complete", complete);
        writer.WriteString(
            "nextCursor", complete ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last ?? "")));
    }

    private static void WriteOrNull(Utf8JsonWriter writer, StoreEntry? row)
    {
        if (row is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        AnswerJson.WriteRow(writer, row);
        writer.WriteEndObject();
    }

    private static string? NotEmpty(HttpContext context, string name) =>
        QueryParameters.Text(context.Request, name) is { Length: > 0 } text ? text : null;

    private static string KeyAt(string cursor) =>
        Base64Url.IsValid(cursor)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor))
            : throw HttpErrors.BadParameter("cursor", cursor, "the nextCursor of an earlier answer");

    /// <summary>
    /// The key as it was sent: routing leaves an escaped slash escaped, so a second unescaping would be wrong.
    /// </summary>
    private static string KeyOf(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        int query = target.IndexOf('?', StringComparison.Ordinal);
        target = query < 0 ? target : target[..query];
        return Uri.UnescapeDataString(target[(target.LastIndexOf('/') + 1)..]);
    }

    /// <summary>The key that is probably meant, by two more reads: a miss is no reason to look through rows.</summary>
    private static string? OtherCase(IStoreView view, string key)
    {
        string[] candidates = [key.ToUpperInvariant(), key.ToLowerInvariant()];
        return Array.Find(candidates, candidate => candidate != key && view.Get(candidate) is not null);
    }
}
