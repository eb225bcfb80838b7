namespace Kappa.StateStores;

/// <summary>Where the state of tasks lies on disk, and what opens it.</summary>
/// <param name="Directory">Directory of all state.</param>
/// <param name="Backends">Opens what lies in it.</param>
public sealed record StateHome(string Directory, IStateBackends Backends);
