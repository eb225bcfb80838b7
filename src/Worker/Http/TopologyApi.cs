using System.Text.Json;
using Kappa.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Health, and what the worker runs.</summary>
internal sealed class TopologyApi(WorkerState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", context => SendHealthAsync(context, isHealthy: true, "live"));
        routes.MapGet("/health/ready", context => SendHealthAsync(context, state.IsReady, "ready"));
        routes.MapGet("/api/v1/topologies", SendAllAsync);
        routes.MapGet("/api/v1/topologies/{topology}", SendOneAsync);
    }

    /// <summary>Finds the engine of the topology that the path names.</summary>
    public static StreamEngine Find(WorkerState state, HttpContext context)
    {
        string name = (string)context.GetRouteValue("topology")!;
        return state.Engines.FirstOrDefault(engine => engine.Topology.Name == name)
            ?? throw HttpErrors.UnknownTopology(name, state.Engines.Select(engine => engine.Topology.Name));
    }

    public static void WriteStores(Utf8JsonWriter writer, StreamEngine engine)
    {
        writer.WriteStartArray("stores");
        foreach (StoreInfo store in engine.Stores)
        {
            writer.WriteStartObject();
            writer.WriteString("name", store.Name);
            writer.WriteString("keyType", store.KeyType);
            writer.WriteString("valueType", store.ValueType);
            writer.WriteNumber("partitions", store.Partitions);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static async Task SendHealthAsync(HttpContext context, bool isHealthy, string what)
    {
        context.Response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"status":"{{(isHealthy ? what : "not " + what)}}"}""");
    }

    private async Task SendAllAsync(HttpContext context)
    {
        IReadOnlyList<StreamEngine> engines = state.Engines;
        await AnswerJson.SendAsync(context, writer =>
        {
            writer.WriteStartArray("topologies");
            foreach (StreamEngine engine in engines)
            {
                writer.WriteStartObject();
                Write(writer, engine);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private async Task SendOneAsync(HttpContext context)
    {
        StreamEngine engine = Find(state, context);
        await AnswerJson.SendAsync(context, writer =>
        {
            Write(writer, engine);
            writer.WriteString("fingerprint", engine.Topology.Fingerprint);
            writer.WriteString("description", engine.Topology.Describe());
        });
    }

    private static void Write(Utf8JsonWriter writer, StreamEngine engine)
    {
        EngineStatus status = engine.Status;
        writer.WriteString("name", engine.Topology.Name);
        writer.WriteNumber("version", engine.Topology.Version);
        writer.WriteString("instance", engine.Instance);
        writer.WriteString("state", JsonNamingPolicy.KebabCaseLower.ConvertName(status.State.ToString()));
        writer.WriteNumber("recordsBehind", status.RecordsBehind);
        writer.WriteNumber("recordsProcessed", status.RecordsProcessed);
        writer.WriteNumber("recordsRestored", status.RecordsRestored);
        writer.WriteNumber("commits", status.Commits);
        if (status.Error is { } error)
        {
            writer.WriteString("error", error.Message);
        }

        WriteStores(writer, engine);
        AnswerJson.WriteAsOf(writer, status.AsOf);
    }
}
