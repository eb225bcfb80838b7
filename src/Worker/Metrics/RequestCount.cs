namespace Kappa.Worker;

/// <summary>How many requests of a kind were answered.</summary>
/// <param name="Method">The method; another than those of the API is <c>other</c>.</param>
/// <param name="Route">The pattern of the path; <c>none</c> where it is none of the API.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Requests">How many.</param>
/// <param name="Time">How long they took together, until the last byte of their answers.</param>
internal sealed record RequestCount(string Method, string Route, int Status, long Requests, TimeSpan Time);
