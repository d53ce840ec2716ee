using System.Collections.Immutable;
using Avocado.Files;

namespace Avocado.Packages.Transfer;

/// <summary>A file to have: what it is, and where it may be had.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Addresses">Where to ask, best first.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its digest.</param>
public sealed record Download(string Name, ImmutableArray<Uri> Addresses, long Size, Sha256Digest Sha256);
