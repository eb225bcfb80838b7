namespace Kappa.StateStores;

/// <summary>The errors of state on disk; their entries are in docs/errors.md.</summary>
internal static class RocksDbErrors
{
    public static KappaException RocksDbFailed(string directory, string doing, string reason) => new(
        "KAP3001",
        ExitCodes.DiskFailure,
        $"RocksDB failed to {doing} the state in {directory}: {reason}. " +
        "Look for a full or failing disk (df, dmesg) and start the worker again: it goes on from the last flush. " +
        "If the error comes back, move that directory away; the state is then rebuilt from its changelog.");

    public static KappaException UnknownStore(string directory, string store, IEnumerable<string> expected) => new(
        "KAP3002",
        ExitCodes.Mismatch,
        $"The state in {directory} has a store '{store}' that this version of the topology does not have " +
        $"(it has: {string.Join(", ", expected)}). A version's stores never change: run the version that wrote the " +
        "directory, or register the changed code as a new version, which gets a directory of its own.");

    public static KappaException InUse(string directory, string reason) => new(
        "KAP3003",
        ExitCodes.Refused,
        $"The state in {directory} is in use: {reason}. Another worker of this machine has it open, or a query of " +
        "this one has not ended yet. Stop the other worker, or try again.");

    public static KappaException UnknownFormat(string directory, byte version) => new(
        "KAP3005",
        ExitCodes.Mismatch,
        $"The state in {directory} is written in format {version}; this Kappa reads format {RowFormat.Version}. " +
        "Run the Kappa that wrote it, or move that directory away; the state is then rebuilt from its changelog.");

    public static InvalidOperationException AfterFailedWrite(string directory) => new(
        $"A write to the state in {directory} failed before, and what it left in memory is incomplete. Dispose of " +
        "the backend and open it again: it then stands at its last flush.");
}
