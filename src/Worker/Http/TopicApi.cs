using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kappa.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Kappa.Worker;

/// <summary>Topics: list, create, describe, delete, write and read.</summary>
internal sealed class TopicApi(WorkerState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/topics", context => AnswerAsync(
            context, TopicService.List(state.Log), WorkerJson.Readable.TopicList));
        routes.MapPost("/api/v1/topics", CreateAsync);
        routes.MapGet("/api/v1/topics/{topic}", context => AnswerAsync(
            context, TopicService.Describe(state.Log, TopicOf(context)), WorkerJson.Readable.TopicInfo));
        routes.MapDelete("/api/v1/topics/{topic}", context => AnswerAsync(
            context,
            TopicService.Delete(state.Log, TopicOf(context), QueryParameters.Flag(context.Request, "force")),
            WorkerJson.Readable.TopicInfo));
        routes.MapPost("/api/v1/topics/{topic}/records", ProduceAsync);
        routes.MapGet("/api/v1/topics/{topic}/records", ConsumeAsync);
        routes.MapPost("/api/v1/topics/{topic}/letters:retry", context => SettleAsync(context, LetterOutcome.Retried));
        routes.MapPost("/api/v1/topics/{topic}/letters:drop", context => SettleAsync(context, LetterOutcome.Dropped));
    }

    private static string TopicOf(HttpContext context) => (string)context.GetRouteValue("topic")!;

    private static async Task AnswerAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, type));
    }

    private async Task CreateAsync(HttpContext context)
    {
        TopicInfo created = TopicService.Create(state.Log, await RequestBody.ReadAsync(
            context, RequestJson.Default.CreateTopicRequest, """{"name":"...","partitions":4,"cleanup":"keep"}"""));
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"/api/v1/topics/{Uri.EscapeDataString(created.Name)}";
        await AnswerAsync(context, created, WorkerJson.Readable.TopicInfo);
    }

    /// <summary>Answers only after the commit: what is acknowledged is on stable storage.</summary>
    private async Task ProduceAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // Its records may come as slowly as they happen.
        }

        TopicDescription topic = TopicService.Require(state.Log, TopicOf(context));
        using var ingest = new RecordIngest(
            state.Log, topic, FieldsOf(context.Request), state.Time, commitAtPauses: false);
        await AnswerAsync(
            context, await ingest.RunAsync(context.Request.BodyReader, context.RequestAborted),
            WorkerJson.Readable.ProduceResult);
    }

    private static RecordFields FieldsOf(HttpRequest request) => new(
        QueryParameters.Text(request, "key"), QueryParameters.Text(request, "timestamp"),
        QueryParameters.Flag(request, "values"));

    private async Task SettleAsync(HttpContext context, LetterOutcome outcome)
    {
        SettleLettersRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.SettleLettersRequest, """{"letters":["0@17"],"reason":"..."}""");
        await AnswerAsync(
            context, LetterDesk.Settle(state.Log, TopicOf(context), outcome, request, state.Time),
            WorkerJson.Readable.SettledLetters);
    }

    private async Task ConsumeAsync(HttpContext context)
    {
        var query = new RecordQuery(
            TopicOf(context),
            (int?)QueryParameters.Number(context.Request, "partition", 0, int.MaxValue),
            StartPoint.Parse(QueryParameters.Text(context.Request, "from") ?? StartPoint.Zero),
            QueryParameters.Number(context.Request, "limit", 1, long.MaxValue),
            QueryParameters.Flag(context.Request, "follow"));
        using var reader = new TopicReader(state.Log, query);
        context.Response.ContentType = StoreApi.Ndjson;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // A follower knows at once that it follows.
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, state.Stopping);
        bool ended = true;
        try
        {
            await reader.CopyToAsync(context.Response.BodyWriter, stop.Token);
        }
        catch (OperationCanceledException) when (state.Stopping.IsCancellationRequested)
        {
            ended = false; // The worker stops; the caller learns that more may come.
        }

        await using var lines = new JsonLineWriter(context.Response.BodyWriter);
        Utf8JsonWriter writer = lines.Begin();
        writer.WriteStartObject("end");
        writer.WriteNumber("count", reader.Count);
        writer.WriteBoolean("complete", ended);
        writer.WriteEndObject();
        lines.End();
        await lines.FlushAsync(context.RequestAborted);
    }
}
