namespace Avocado.Packages.Caching.Upkeep;

/// <summary>What the results of one kind of step take.</summary>
/// <param name="Step">The step, such as "package".</param>
/// <param name="Actions">How many results there are.</param>
/// <param name="Blobs">How many different blobs they name and this machine has.</param>
/// <param name="Bytes">What these blobs take; blobs that several kinds name count for each.</param>
public sealed record StepUse(string Step, int Actions, int Blobs, long Bytes);
