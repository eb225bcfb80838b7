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

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/topologies/{topology}/verify", VerifyAsync);

    /// <summary>Replays the live version and compares; answers when that is done.</summary>
    private async Task VerifyAsync(HttpContext context)
    {
        StreamEngine engine = TopologyApi.Find(state, context);
        int samples = (int)(QueryParameters.Number(context.Request, "sample", 0, MaxSamples) ?? DefaultSamples);
        var verification = new Verification(engine, state.Log, state.Settings);
        if (!await state.Replaying.WaitAsync(0, context.RequestAborted))
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
            state.Replaying.Release();
        }
    }

    private static void Write(Utf8JsonWriter writer, VerifyResult result)
    {
        writer.WriteBoolean("same", result.IsSame);
        writer.WriteNumber("records", result.Records);
        writer.WriteStartArray("stores");
        foreach (StoreComparison store in result.Stores)
        {
            writer.WriteStartObject();
            writer.WriteString("name", store.Store);
            writer.WriteNumber("same", store.Same);
            writer.WriteNumber("changed", store.Changed);
            writer.WriteNumber("onlyOld", store.OnlyOld);
            writer.WriteNumber("onlyNew", store.OnlyNew);
            writer.WriteStartArray("samples");
            foreach (RowDifference difference in store.Samples)
            {
                Write(writer, difference);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        AnswerJson.WriteAsOf(writer, result.AsOf);
    }

    private static void Write(Utf8JsonWriter writer, RowDifference difference)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(difference.Kind.ToString()));
        writer.WriteString("key", (difference.Old ?? difference.New)!.Key);
        WriteRow(writer, "old", difference.Old);
        WriteRow(writer, "new", difference.New);
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, string name, StoreEntry? row)
    {
        if (row is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WritePropertyName(name);
        writer.WriteRawValue(row.ValueJson);
    }
}
