namespace Kappa.StateStores;

/// <summary>Opens state on disk; all that it opens shares its memory. Thread-safe.</summary>
public interface IStateBackends
{
    /// <summary>
    /// Opens the state in a directory, which is made where it does not exist; stores that are new are empty.
    /// </summary>
    /// <param name="directory">The task's own directory.</param>
    /// <param name="stores">Names of the stores; their order may differ from run to run.</param>
    /// <exception cref="KappaException">
    /// KAP3001: the disk failed or files are damaged. KAP3002: the directory has a store that is not in the list.
    /// KAP3003: another process, or a query that did not end, has it open. KAP3005: a newer Kappa wrote it.
    /// </exception>
    IDiskBackend Open(string directory, IReadOnlyList<string> stores);
}
