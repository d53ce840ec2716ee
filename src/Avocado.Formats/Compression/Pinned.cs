using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Avocado.Formats.Compression;

/// <summary>An array that never moves, so that a pointer to it stays right as long as this is held.</summary>
internal readonly unsafe struct Pinned<T>(int length)
    where T : unmanaged
{
    private readonly T[] _items = GC.AllocateArray<T>(length, pinned: true);

    public int Length => _items.Length;

    public Span<T> Span => _items;

    public T* Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_items));
    }
}
