using System.Text.Json;
using Kappa.Engine;
using Kappa.Replay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>What the worker runs.</summary>
internal sealed class TopologyApi(WorkerState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/topologies", SendAllAsync);
        routes.MapGet("/api/v1/topologies/{topology}", SendOneAsync);
    }

    /// <summary>Finds the versions of the topology that the path names.</summary>
    public static TopologyVersions FindVersions(WorkerState state, HttpContext context)
    {
        string name = (string)context.GetRouteValue("topology")!;
        TopologyVersions versions = state.Topologies.Find(name)
            ?? throw HttpErrors.UnknownTopology(name, state.Topologies.All.Select(versions => versions.Name));
        return HttpMethods.IsGet(context.Request.Method) ? versions : HereOnly(state, versions);
    }

    /// <summary>
    /// Finds the engine that answers for the topology: the live version's, or that of the version that is named.
    /// </summary>
    public static async Task<IRunningVersion> FindAsync(WorkerState state, HttpContext context)
    {
        TopologyVersions versions = HereOnly(state, FindVersions(state, context));
        return QueryParameters.Number(context.Request, "version", 1, int.MaxValue) is { } version
            ? versions.Find((int)version)
                ?? throw HttpErrors.VersionDoesNotRun(versions.Name, (int)version)
            : await versions.LiveAsync(context.RequestAborted);
    }

    /// <summary>What another worker runs is asked for and changed there.</summary>
    private static TopologyVersions HereOnly(WorkerState state, TopologyVersions versions) =>
        state.Topologies.Failures.StandsBy(versions.Name)
            ? throw state.Topologies.Failures.Of(versions.Name)! : versions;

    public static void WriteStores(Utf8JsonWriter writer, IRunningVersion engine)
    {
        writer.WriteStartArray("stores");
        foreach (StoreInfo store in engine.Stores)
        {
            writer.WriteStartObject();
            writer.WriteString("name", store.Name);
            writer.WriteString("keyType", store.KeyType);
            writer.WriteString("valueType", store.ValueType);
            writer.WriteNumber("partitions", store.Partitions);
            if (store.WindowMs is { } windowMs)
            {
                writer.WriteNumber("windowMs", windowMs);
            }

            if (store.HasSessions)
            {
                writer.WriteBoolean("sessions", true);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private async Task SendAllAsync(HttpContext context)
    {
        IReadOnlyList<TopologyVersions> all = state.Topologies.All;
        await LagJson.ReadAsync(all.Select(versions => versions.Live), context.RequestAborted);
        await AnswerJson.SendAsync(context, writer =>
        {
            writer.WriteStartArray("topologies");
            foreach (TopologyVersions versions in all)
            {
                writer.WriteStartObject();
                Write(writer, versions);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private async Task SendOneAsync(HttpContext context)
    {
        if (QueryParameters.Text(context.Request, "version") is null)
        {
            TopologyVersions versions = FindVersions(state, context);
            await LagJson.ReadAsync([versions.Live], context.RequestAborted);
            await AnswerJson.SendAsync(context, writer =>
            {
                Write(writer, versions);
                WriteDescription(writer, versions.Live);
            });
            return;
        }

        IRunningVersion engine = await FindAsync(state, context);
        await LagJson.ReadAsync([engine], context.RequestAborted);
        await AnswerJson.SendAsync(context, writer =>
        {
            Write(writer, engine);
            WriteDescription(writer, engine);
        });
    }

    private static void WriteDescription(Utf8JsonWriter writer, IRunningVersion? engine)
    {
        if (engine is not null)
        {
            writer.WriteString("fingerprint", engine.Topology.Fingerprint);
            writer.WriteString("description", engine.Topology.Describe());
        }
    }

    /// <summary>The live version, also where it has stopped, never started, or is being switched.</summary>
    private void Write(Utf8JsonWriter writer, TopologyVersions versions)
    {
        TopologyFailures failures = state.Topologies.Failures;
        if (versions.Live is { } engine)
        {
            Write(writer, engine);
        }
        else
        {
            Exception? error = failures.Of(versions.Name) ?? versions.LiveError;
            WriteStopped(
                writer, versions.Name,
                error is null ? "switching" : failures.StandsBy(versions.Name) ? "standby" : "failed", error);
        }

        WriteLeftOut(writer, failures.VersionsOf(versions.Name));
    }

    private static void WriteStopped(Utf8JsonWriter writer, string name, string state, Exception? error)
    {
        writer.WriteString("name", name);
        writer.WriteString("state", state);
        if (error is not null)
        {
            writer.WriteString("error", error.Message);
        }

        writer.WriteStartArray("stores");
        writer.WriteEndArray();
    }

    /// <summary>Versions that were offered at the start and cannot be taken in.</summary>
    private static void WriteLeftOut(
        Utf8JsonWriter writer, IReadOnlyList<(int Version, KappaException Error)> versions)
    {
        if (versions.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("leftOut");
        foreach ((int version, KappaException error) in versions)
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", version);
            writer.WriteString("error", error.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, IRunningVersion engine)
    {
        EngineStatus status = engine.Status;
        writer.WriteString("name", engine.Topology.Name);
        writer.WriteNumber("version", engine.Topology.Version);
        writer.WriteString("instance", engine.Instance);
        writer.WriteString("state", JsonNamingPolicy.KebabCaseLower.ConvertName(status.State.ToString()));
        LagJson.Write(writer, "recordsBehind", engine.Lag.Last, state.Time);
        writer.WriteNumber("recordsProcessed", status.RecordsProcessed);
        writer.WriteNumber("recordsRestored", status.RecordsRestored);
        writer.WriteNumber("commits", status.Commits);
        WaitingJson.Write(writer, status.Waiting);
        if (status.Error is { } error)
        {
            writer.WriteString("error", error.Message);
        }

        WriteStores(writer, engine);
        AnswerJson.WriteAsOf(writer, status.AsOf);
    }
}
