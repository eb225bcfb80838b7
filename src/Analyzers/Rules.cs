using Microsoft.CodeAnalysis;

namespace Kappa.Analyzers;

/// <summary>What is reported; docs/analyzers.md has a section for each.</summary>
internal static class Rules
{
    public const string Category = "Replay";

    public static readonly DiagnosticDescriptor Clock = Of(
        "KAP9001", "The machine's clock",
        "'{0}' asks the machine's clock, which a replay asks at another time: take the record's timestamp, or Now or " +
        "StreamTimeMs of a processor's context");

    public static readonly DiagnosticDescriptor Randomness = Of(
        "KAP9002", "Random numbers",
        "'{0}' draws other numbers in a replay: take the context's Random in a processor, whose seed is the record");

    public static readonly DiagnosticDescriptor NewGuid = Of(
        "KAP9003", "New GUIDs",
        "'{0}' makes another one in a replay: make it of the record's key, topic and offset");

    public static readonly DiagnosticDescriptor StaticState = Of(
        "KAP9004", "Static state that changes",
        "'{0}' is shared by all tasks and versions of the process and lost with it: keep it in a state store, or " +
        "make it readonly");

    public static readonly DiagnosticDescriptor Machine = Of(
        "KAP9005", "What the machine is",
        "'{0}' differs from machine to machine: give the value to the topology as a constant, or read it from a topic");

    public static readonly DiagnosticDescriptor Outside = Of(
        "KAP9006", "Files, network and databases",
        "'{0}' reaches outside, and a replay reaches there again, later: read it from a topic or a table; for an " +
        "effect alone, ask the context's IsReplaying first");

    public static readonly DiagnosticDescriptor NotAwaited = Of(
        "KAP9007", "Asynchronous code that nobody waits for",
        "{0}: nobody waits for it, so it runs beside the commits that it belongs to; make it synchronous");

    public static readonly DiagnosticDescriptor HashOrder = Of(
        "KAP9008", "The order of a hash table",
        "The order of '{0}' is that of a hash table and may differ in a replay: put it in order first");

    public static readonly DiagnosticDescriptor InPlace = Of(
        "KAP9009", "An argument that is changed in place",
        "'{0}' is changed in place, but the store and other operators hold it too: return a new one");

    public static readonly DiagnosticDescriptor Captured = Of(
        "KAP9010", "A captured variable that is written",
        "'{0}' is not part of the state: it is lost at a restart, and shared by all tasks; keep it in a state store");

    public static readonly DiagnosticDescriptor JsonByReflection = new(
        "KAP9011", "JSON by reflection",
        "The serde of '{0}' works by reflection: with the metadata of a JsonSerializerContext it is faster, and runs " +
        "trimmed", Category, DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor[] All =
    [
        Clock, Randomness, NewGuid, StaticState, Machine, Outside, NotAwaited, HashOrder, InPlace, Captured,
        JsonByReflection,
    ];

    private static DiagnosticDescriptor Of(string id, string title, string message) => new(
        id, title, message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
